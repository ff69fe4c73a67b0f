// Keeps the page of the terminal, so that it opens without a line; nothing that anybody typed.
"use strict";
const KEPT = "concord-terminal-page";
const PAGE = "/terminal";
// The page is the same in every language and for every cookie.
const ANY = { ignoreVary: true };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  // The page names what it is made of, once it is drawn.
  event.waitUntil(caches.open(KEPT).then(async (kept) => {
    await kept.addAll(event.data.parts.map((part) => new Request(part, { cache: "no-store" })));
    const wanted = new Set(event.data.parts.map((part) => new URL(part, self.location.origin).href));
    const former = (await kept.keys()).filter((request) => !wanted.has(request.url));
    await Promise.all(former.map((request) => kept.delete(request)));
  }));
});

const fromLine = async (request) => {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(5000) });
    if (answer.ok) await kept.put(request, answer.clone());
    if (answer.status < 500) return answer;
    return (await kept.match(request, ANY)) ?? answer;
  } catch (error) {
    const found = await kept.match(request, ANY);
    if (found) return found;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (pathname === PAGE) event.respondWith(fromLine(event.request));
  else if (pathname.startsWith("/static/"))
    event.respondWith(caches.match(event.request, ANY).then((found) => found ?? fetch(event.request)));
});
