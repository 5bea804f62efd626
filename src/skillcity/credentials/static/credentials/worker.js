/* Serves the offline page from what it has kept when the network is away or slow; touches nothing else. */
"use strict";
const KEPT = "skillcity-verify";
const PATIENCE_MS = 4000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) event.respondWith(answer(request));
});

async function answer(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreVary: true, ignoreSearch: request.mode === "navigate" });
  if (!kept) return fetch(request);
  const fresh = fetch(request).then((found) => {
    if (found.ok) cache.put(request, found.clone());
    return found.ok ? found : asKept(kept);
  }).catch(() => asKept(kept));
  const late = new Promise((done) => { setTimeout(() => done(asKept(kept)), PATIENCE_MS); });
  return Promise.race([fresh, late]);
}

/* The same answer, marked, so that the page can say that it is an old one. */
function asKept(kept) {
  const headers = new Headers(kept.headers);
  headers.set("X-Kept", "1");
  return new Response(kept.clone().body, { status: kept.status, statusText: kept.statusText, headers });
}
