/* The offline page: keeps itself, the issuers and the status lists; shows what verifying.js says in the page's words. */
(async () => {
  "use strict";
  const KEPT = "skillcity-verify";
  const HOUR = 3600 * 1000;
  const root = document.querySelector("#offline");
  const one = (selector) => root.querySelector(selector);
  const words = one("#offline-words").content;
  const word = (name) => words.querySelector(`[data-word="${name}"]`).textContent;
  const day = (moment) => new Date(moment).toLocaleString(document.documentElement.lang,
    { dateStyle: "medium", timeStyle: "short" });
  let known = null;

  function state(name, values = {}) {
    root.querySelectorAll("[data-state]").forEach((each) => { each.hidden = each.dataset.state !== name; });
    const shown = one(`[data-state="${name}"] span`);
    if (shown) {
      shown.dataset.words ||= shown.textContent;
      shown.textContent = shown.dataset.words.replace(/\{(\w+)\}/g, (_, key) => values[key]);
    }
    one("#offline-tools").hidden = !known;
  }

  /* Everything that the page needs; the answer of the network replaces what was kept. */
  async function keep() {
    if (!("caches" in globalThis)) return;
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((each) => each.href);
    const scripts = [...document.querySelectorAll("script[src]")].map((each) => each.src);
    const wanted = [root.dataset.scope, root.dataset.issuers, root.dataset.lists, ...parts, ...scripts]
      .map((each) => new URL(each, location.href).href);
    const cache = await caches.open(KEPT);
    await cache.addAll(wanted.map((each) => new Request(each, { cache: "no-cache" })));
    for (const request of await cache.keys()) if (!wanted.includes(request.url)) await cache.delete(request);
  }

  async function text(url) {
    const answer = await fetch(url, { cache: "no-cache" }); /* a revocation of five minutes ago is wanted too */
    if (!answer.ok) throw new Error(String(answer.status));
    return { text: await answer.text(), kept: answer.headers.get("X-Kept") === "1" || !navigator.onLine };
  }

  async function load() {
    const [issuers, lists] = await Promise.all([text(root.dataset.issuers), text(root.dataset.lists)]);
    const trust = skillcity.readTrust(issuers.text);
    const read = await Promise.allSettled(JSON.parse(lists.text).map((each) =>
      skillcity.readList(JSON.stringify(each), trust)));
    known = { trust, lists: read.filter((each) => each.status === "fulfilled").map((each) => each.value) };
    const oldest = Math.min(...known.lists.map((each) => each.signed));
    const values = { issuers: trust.size, day: known.lists.length ? day(oldest) : "—" };
    state(issuers.kept || lists.kept ? "stale" : "ready", values);
  }

  function age(found, now) {
    if (["malformed", "unknown-issuer", "tampered"].includes(found.outcome)) return "";
    if (!found.asOf) return found.unchecked ? word("not-asked") : "";
    const hours = Math.max(0, Math.floor((now - found.asOf) / HOUR));
    const ago = hours < 48 ? word("hours").replace("{n}", hours) : word("days").replace("{n}", Math.floor(hours / 24));
    return [word("ago").replace("{age}", ago), found.until < now ? word("late") : "", found.unchecked ? word("partly") : ""]
      .filter(Boolean).join(" ");
  }

  function show(found, now) {
    const notice = one(`[data-outcome="${found.outcome}"]`).content.cloneNode(true);
    const [title, advice] = notice.querySelectorAll("p");
    if (found.suspended) title.textContent = word("suspended");
    if (found.outcome === "genuine" && !found.statement.holder) advice.textContent = word("no-holder");
    const said = { ...found.statement, issuer: found.issuer?.name };
    if (said.level) said.level = words.querySelector(`[data-level="${said.level}"]`).textContent;
    const rows = [...words.querySelectorAll("[data-row]")].filter((each) => said[each.dataset.row]).map((each) => {
      const row = document.createElement("div");
      row.append(document.createElement("dt"), document.createElement("dd"));
      row.firstChild.textContent = each.textContent;
      row.lastChild.textContent = said[each.dataset.row];
      return row;
    });
    one("[data-place=notice]").replaceChildren(notice);
    one("[data-place=age]").textContent = age(found, now);
    one("[data-place=rows]").replaceChildren(...rows);
    one("#offline-result").hidden = false;
    one("#offline-result").dataset.outcome = found.outcome;
    one("#offline-result").focus();
  }

  async function verify(given) {
    if (!known) return;
    const now = Date.now();
    show(await skillcity.verify(given, known.trust, known.lists, now), now);
  }

  async function fromFile(file) {
    const field = one("#offline-text");
    const hint = one("#offline-file-hint");
    const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    const isPdf = String.fromCharCode(...head) === "%PDF";
    const reader = file.type.startsWith("image/") && await skillcityScan.detector();
    let found = isPdf ? "" : reader ? await skillcityScan.codeIn(reader, await createImageBitmap(file).catch(() => file))
      : file.type.startsWith("image/") ? "" : await file.text();
    if (!found.trim()) { hint.textContent = word(isPdf ? "pdf" : "unread"); return; }
    field.value = found;
    verify(found);
  }

  state("loading");
  one("#offline-verify").addEventListener("click", () => verify(one("#offline-text").value));
  one("#offline-text").addEventListener("scanned", (event) => verify(event.target.value));
  one("#offline-file").addEventListener("change", (event) => event.target.files[0] && fromFile(event.target.files[0]));
  if (!(await skillcity.able())) { state("unable"); return; }
  if (await skillcityScan.detector()) one("#offline-file-hint").textContent = one("#offline-file-hint").dataset.photos;
  await load().catch(() => state("empty"));
  addEventListener("online", () => load().catch(() => {}));
  if (navigator.serviceWorker) {
    await navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.scope }).catch(() => {});
    if (navigator.onLine) await keep().catch(() => {});
  }
  root.dataset.kept = "1";
})();
