// What a device keeps for a place without network: pages and forms that wait, each encrypted with a key that no script
// can take out of the browser (security.md 14.3.3). The worker and the pages share it; signing out empties it.

(() => {
  const HOUR = 3_600_000;
  const STORES = ["keys", "pages", "sendings", "notes"];
  const PAGE_AGE = 24 * HOUR;
  const FORGOTTEN = 7 * 24 * HOUR;
  let base;

  const open = () => new Promise((done, failed) => {
    const asked = indexedDB.open("nennep", 1);
    asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  /** One step on one store; done when it is safe on disk. */
  async function on(name, mode, step) {
    base ??= open();
    const deal = (await base).transaction(name, mode, { durability: "strict" });
    const asked = step(deal.objectStore(name));
    return new Promise((done, failed) => {
      deal.oncomplete = () => done(asked?.result);
      deal.onabort = deal.onerror = () => failed(deal.error);
    });
  }
  const read = (name, key) => on(name, "readonly", (store) => store.get(key));
  const write = (name, key, value) => on(name, "readwrite", (store) => store.put(value, key));
  const drop = (name, key) => on(name, "readwrite", (store) => store.delete(key));
  const keys = (name) => on(name, "readonly", (store) => store.getAllKeys());

  async function keyOf(person) {
    const kept = await read("keys", person);
    if (kept) return kept;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await on("keys", "readwrite", (store) => {
      const asked = store.get(person);
      asked.onsuccess = () => asked.result || store.put(made, person);
      return asked;
    });
    return read("keys", person);
  }

  /** Keep something of a person under a name: a page by its address, a form by the page it stands on. */
  async function put(store, person, name, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(value));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(person), words);
    await write(store, `${person} ${name}`, { iv, data, at: Date.now() });
  }

  async function get(store, person, name) {
    const kept = await read(store, `${person} ${name}`);
    if (!kept || (store === "pages" && Date.now() - kept.at > PAGE_AGE)) return null;
    const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, await keyOf(person), kept.data);
    return { ...JSON.parse(new TextDecoder().decode(words)), at: kept.at, name };
  }

  async function all(store, person) {
    const names = (await keys(store)).filter((key) => key.startsWith(`${person} `)).map((key) => key.slice(person.length + 1));
    const found = await Promise.all(names.map((name) => get(store, person, name)));
    return found.filter(Boolean).sort((a, b) => a.at - b.at);
  }

  /** Whose device this is now: pages kept for somebody else go, and what is too old goes. */
  async function own(person) {
    for (const store of ["pages", "sendings"]) {
      for (const key of await keys(store)) {
        const kept = await read(store, key);
        const age = Date.now() - (kept?.at ?? 0);
        const foreign = store === "pages" && !key.startsWith(`${person} `);
        if (foreign || age > (store === "pages" ? PAGE_AGE : FORGOTTEN)) await drop(store, key);
      }
    }
    await write("notes", "owner", person);
  }

  self.vault = {
    TOO_OLD: 72 * HOUR,
    put,
    get,
    all,
    own,
    owner: () => read("notes", "owner"),
    drop: (store, person, name) => drop(store, `${person} ${name}`),
  };
})();
