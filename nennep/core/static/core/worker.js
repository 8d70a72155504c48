// Answers in place of the network when there is none: with the pages that this device keeps, and by keeping what a form
// sends until there is a network again (core/offline.js sends it). Only forms whose address ends in "?giu" wait; all
// else goes to the server as if this script were not here.

const FILES = "nn-files";

addEventListener("install", (event) => event.waitUntil(prepare()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(take(event.data)));

async function prepare() {
  await keepFiles(await keepOpen(OFFLINE));
  await skipWaiting();
}

/** The page that says that there is no network: it names nobody and needs no key. */
async function keepOpen(address) {
  const answer = await fetch(address, { credentials: "omit" });
  await (await caches.open(FILES)).put(address, answer.clone());
  return answer.text();
}

/** What a page needs to look and work as it does: each file whose name changes with its content, once. */
async function keepFiles(html) {
  const files = await caches.open(FILES);
  const named = [...html.matchAll(/(?:href|src)="([^"#]+)/g)].map((found) => found[1]).filter((each) => each.startsWith(STATIC));
  for (const each of new Set(named)) if (!(await files.match(each))) await files.add(each).catch(() => {});
}

/** Take pages along: each is asked for anew, and kept for this person only. */
async function take({ pages, person }) {
  for (const address of pages) {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok || answer.redirected) continue;
    const html = await answer.text();
    await vault.put("pages", person, address, {
      html,
      title: html.match(/<title>([^<]*?)(?: – [^<]*)?<\/title>/)?.[1] ?? "",
      policy: answer.headers.get("Content-Security-Policy"),
    });
    await keepFiles(html);
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate" && address.searchParams.has("giu")) event.respondWith(form(request));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(request));
  else if (address.pathname.startsWith(STATIC)) event.respondWith(file(request));
});

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    const { pathname } = new URL(request.url);
    const kept = await vault.get("pages", await vault.owner(), pathname);
    if (!kept) return (await caches.match(OFFLINE)).clone();
    const html = kept.html.replace("<body ", `<body data-kept-at="${kept.at}" `);
    return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": kept.policy } });
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreVary: true })) ?? Response.error();
  }
}

/** One form of a page waits at most: pressed again, it says all that it said before and what came after. */
async function form(request) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const address = new URL(request.url).pathname;
    const from = new URL(request.referrer || request.url).pathname;
    const fields = [...(await copy.formData())].filter(([, value]) => typeof value === "string");
    const person = await vault.owner();
    const title = (await vault.get("pages", person, from))?.title ?? "";
    await vault.put("sendings", person, from, { address, fields, title });
    return Response.redirect(from, 303);
  }
}
