// What works without network, seen from a page: it asks the worker to take pages along, shows what waits on this device
// (where the page has the words for it: home and the pages that are kept), and sends it once there is a network.
// Sentences live in core/_offline_words.html. Where the browser has no worker (an old
// phone, an address without https) nothing here runs, and every form still posts.

const { person = "", keep, keptAt, shared } = document.body.dataset;
const words = document.getElementById("offline-words")?.content;
const part = (name) => words.querySelector(`[data-word="${name}"]`).firstElementChild.cloneNode(true);
const sentence = (name) => words.querySelector(`[data-word="${name}"]`).textContent.trim();
const leaving = () => document.getElementById("words").content.querySelector('[data-word="sign-out-waiting"]').textContent.trim();
const two = (number) => String(number).padStart(2, "0");
function clock(at) {
  const then = new Date(at);
  const day = then.toDateString() === new Date().toDateString() ? "" : `, ${two(then.getDate())}/${two(then.getMonth() + 1)}`;
  return `${two(then.getHours())}:${two(then.getMinutes())}${day}`;
}
const able = shared === undefined && isSecureContext && "serviceWorker" in navigator && "vault" in self;

const place = document.createElement("div");
place.id = "waiting";
place.setAttribute("role", "status");
const messages = document.getElementById("messages");

/** One sending with what stands in its way, and what can be done about it. */
function shown(each) {
  const line = part("waiting");
  line.querySelector("[data-title]").textContent = each.title;
  line.querySelector("[data-time]").textContent = `(${clock(each.at)})`;
  line.querySelector("[data-why]").textContent = each.said ?? sentence(`why-${each.why ?? "waiting"}`);
  const typed = each.fields.filter(([name, value]) => /\s/.test(value.trim()) && name !== "csrfmiddlewaretoken");
  line.querySelector("[data-text]").append(...typed.map(([, value]) => Object.assign(document.createElement("p"), { textContent: value })));
  line.querySelector("details").hidden = !typed.length;
  const acts = Object.fromEntries([...line.querySelectorAll("[data-act]")].map((button) => [button.dataset.act, button]));
  acts.open.href = each.name;
  acts.open.hidden = each.name === location.pathname;
  acts.send.hidden = each.why === "gone" || each.why === "old";
  acts.send.addEventListener("click", () => send());
  acts.drop.addEventListener("click", async () => {
    if (!confirm(sentence("drop-waiting"))) return;
    await vault.drop("sendings", person, each.name);
    await show();
  });
  return line;
}

const said = new Map();
let waits = 0;
async function show() {
  const waiting = await vault.all("sendings", person);
  waits = waiting.length;
  if (words) place.replaceChildren(...waiting.map((each) => shown({ ...each, ...said.get(each.name), ...tooOld(each) })));
  return waiting;
}
const tooOld = (each) => (Date.now() - each.at > vault.TOO_OLD ? { why: "old" } : {});

/** Send what waits, one after the other, from one page at a time; what the server does not take stays with its reason. */
const send = () => navigator.locks.request("nn-sendings", async () => {
  let left = false;
  for (const each of await vault.all("sendings", person)) {
    if (tooOld(each).why) continue;
    const answer = await post(each).catch(() => null);
    if (!answer) break;
    const why = await refusal(answer, each);
    if (why) { said.set(each.name, why); continue; }
    await vault.drop("sendings", person, each.name);
    left = left || each.name;
  }
  await show();
  if (left === location.pathname) return location.replace(left);
  if (left && words) place.prepend(part("sent-later"));
});

/** The fields as they were, under a token of today: the page they stood on may be of before the last sign-in. */
function post({ address, fields }) {
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  const body = new URLSearchParams(fields.filter(([name]) => name !== "csrfmiddlewaretoken"));
  return fetch(address, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token } });
}

/** Nothing where the server took it; it names the sendings it took (core.middleware.Forms). */
async function refusal(answer, { fields }) {
  const mark = new URLSearchParams(fields).get("kept");
  if (answer.type === "opaqueredirect" || answer.ok) {
    return document.cookie.includes(mark) ? null : { why: "signed-out" };
  }
  if (answer.status === 401) return { why: "signed-out" };
  if (answer.status === 404) return { why: "gone" };
  const html = new DOMParser().parseFromString(await answer.text(), "text/html");
  const told = html.querySelector("[data-error-summary] li, .govuk-error-message")?.textContent.trim();
  return { why: "refused", said: words && told && `${told} ${sentence("why-refused")}` };
}

async function begin() {
  messages?.before(place);
  if (keptAt && words) {
    const line = part("seeing-kept");
    line.querySelector("[data-time]").textContent = clock(Number(keptAt));
    messages?.before(line);
  }
  if (!person) return listKept();
  if (keptAt) return show();
  await vault.own(person);
  if ((await show()).length && navigator.onLine) await send();
  if (keep === undefined) return;
  const { active } = await navigator.serviceWorker.register("/may-giu.js").then(() => navigator.serviceWorker.ready);
  active.postMessage({ person, pages: [location.pathname, ...keep.split(" ").filter(Boolean)] });
}

/** Without network and without a page: what else this device can show. */
async function listKept() {
  const list = document.querySelector("[data-kept-pages]");
  const pages = list ? await vault.all("pages", (await vault.owner()) ?? "") : [];
  for (const each of pages) {
    const link = Object.assign(document.createElement("a"), { href: each.name, textContent: each.title });
    const line = document.createElement("li");
    line.append(link);
    list.querySelector("ul").append(line);
  }
  if (pages.length) list.hidden = false;
}

if (able) {
  begin();
  const again = () => person && waits && send();
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => document.hidden || again());
  setInterval(again, 15_000);  // a hall may have a network that leads nowhere: no event tells when it leads on
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-signs-out]")) return;
    if (waits && !confirm(leaving())) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
}
