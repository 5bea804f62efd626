/* Comfort only: every page works without this file. No words live here; they come from the page. */
(() => {
  "use strict";
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const busy = one(".busy");
  const working = (on) => { if (busy) busy.hidden = !on; };

  /* Theme and large text: change at once, keep the choice through the form's own POST. */
  const wishes = one("form[data-preferences]");
  const current = (name) => root.dataset[name] !== "auto" ? root.dataset[name]
    : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const offer = (button, at) => {
    button.value = button.dataset.pair.split(" ")[at];
    one("span", button).textContent = button.dataset.words.split("|")[at];
  };
  wishes?.querySelectorAll("[data-pair]").forEach((button) =>
    offer(button, current(button.name) === button.dataset.pair.split(" ")[0] ? 1 : 0));
  wishes?.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.pair) return;
    event.preventDefault();
    const name = button.name;
    const pair = button.dataset.pair.split(" ");
    const chosen = pair[current(name) === pair[0] ? 1 : 0];
    root.dataset[name] = chosen;
    offer(button, pair[0] === chosen ? 1 : 0);
    const body = new URLSearchParams(new FormData(wishes));
    body.set(name, chosen);
    fetch(wishes.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
  });

  /* An error summary takes the focus. */
  one(".error-summary")?.focus();

  /* Menus close on Escape and when something else is used. */
  addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && one("details.menu[open]");
    if (open) { open.open = false; one("summary", open).focus(); }
  });
  addEventListener("click", (event) => {
    document.querySelectorAll("details.account[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  /* A grave button asks again beside itself, never in a pop-up. */
  addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-confirm]");
    if (!button || button.dataset.sure) return;
    event.preventDefault();
    const box = document.createElement("span");
    box.className = "confirm-inline";
    box.setAttribute("role", "group");
    const text = document.createElement("span");
    text.textContent = button.dataset.confirm;
    text.id = "confirm-" + Date.now();
    box.setAttribute("aria-labelledby", text.id);
    const make = (words, look, act) => {
      const choice = document.createElement("button");
      choice.type = "button";
      choice.className = "button " + look;
      choice.textContent = words;
      choice.addEventListener("click", (click) => { click.stopPropagation(); box.remove(); button.hidden = false; act(); });
      return choice;
    };
    const no = make(button.dataset.no, "button-second", () => button.focus());
    const yes = make(button.dataset.yes, "button-danger", () => { button.dataset.sure = "1"; button.click(); });
    box.append(text, yes, no);
    button.hidden = true;
    button.after(box);
    no.focus();
  });

  /* Waiting: the style sheet shows the bar after one second. A form is sent once. */
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    working(true);
  });
  addEventListener("pageshow", () => {
    working(false);
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
  addEventListener("htmx:beforeRequest", () => working(true));
  addEventListener("htmx:afterRequest", () => working(false));

  /* Session: warn two minutes before the end; at the end keep entries for the same account in this tab only. */
  const session = one("#session");
  const place = "entries:" + location.pathname + ":" + (session?.dataset.account || "");
  const kept = (form) => [...form.elements].filter((e) => e.name && !e.disabled && !e.dataset.private
    && !["hidden", "password", "file", "submit", "button"].includes(e.type) && e.autocomplete !== "off");
  const forms = () => [...document.querySelectorAll("main form[method=post]")];
  if (session) {
    let timers = [];
    const end = () => {
      const entries = forms().map((form) => kept(form).map((e) => [e.name, e.value, e.checked]));
      if (entries.flat().length) sessionStorage.setItem(place, JSON.stringify(entries));
      location.assign(session.dataset.login + "?next=" + encodeURIComponent(location.pathname + location.search));
    };
    const start = () => {
      timers.forEach(clearTimeout);
      session.hidden = true;
      const all = (session.dataset.seconds - 60) * 1000; /* the server notes a visit once a minute */
      timers = [setTimeout(() => { session.hidden = false; }, all - 120000), setTimeout(end, all)];
    };
    one("button", session).addEventListener("click", () =>
      fetch(session.dataset.keep, { redirect: "manual" }).then((answer) => (answer.ok ? start() : end())).catch(() => {}));
    addEventListener("htmx:afterRequest", start);
    start();
    const entries = JSON.parse(sessionStorage.getItem(place) || "null");
    sessionStorage.removeItem(place);
    if (entries) forms().forEach((form, at) => kept(form).forEach((e, index) => {
      const [name, value, checked] = entries[at]?.[index] || [];
      if (name !== e.name) return;
      if (e.type === "checkbox" || e.type === "radio") e.checked = checked; else e.value = value;
    }));
  }
})();
