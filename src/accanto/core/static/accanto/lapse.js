/* The session closes by itself after a pause: the page says so two minutes before, and keeps what is being written.
   Seconds are counted by this machine; whoever sleeps with the lid closed is asked about on waking. Words are kept in
   sessionStorage under the person's own number, and given back to the same person on the same page. */
(() => {
  "use strict";
  const dialog = document.getElementById("ac-lapse");
  if (!dialog) return;
  const person = document.body.dataset.user || "";
  const PREFIX = "accanto:kept:";
  const SENT = "accanto:kept-sent";
  const { leftUrl, stayUrl, loginUrl } = dialog.dataset;
  const warn = Number(dialog.dataset.warn);
  let ends = Date.now() + Number(dialog.dataset.left) * 1000;
  let told = Date.now();
  let closing = false;
  const seconds = () => Math.round((ends - Date.now()) / 1000);

  function heard(left) {
    ends = Date.now() + left * 1000;
    if (left > warn && dialog.open) dialog.close("heard");
  }
  async function ask(url, method) {
    try {
      const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || JSON.parse(document.body.getAttribute("hx-headers") || "{}")["x-csrftoken"];
      const answer = await fetch(url, { method, redirect: "manual", headers: { "X-CSRFToken": token, Accept: "application/json" } });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return 0;
      return answer.ok ? (await answer.json()).left : null;
    } catch { return null; /* no network: asked again at the next turn */ }
  }
  async function stay() {
    told = Date.now();
    const left = await ask(stayUrl, "POST");
    if (left === 0) leave();
    else if (left !== null) heard(left);
  }
  /* Somebody who types or moves is there, even if the page sends nothing for a while. */
  const quiet = Math.max(30, Math.min(300, Number(dialog.dataset.left) / 6)) * 1000;
  for (const kind of ["keydown", "pointerdown", "scroll"]) {
    document.addEventListener(kind, () => { if (!dialog.open && Date.now() - told > quiet) stay(); }, { passive: true, capture: true });
  }
  dialog.addEventListener("close", () => { if (dialog.returnValue !== "heard") stay(); });
  document.addEventListener("htmx:afterRequest", () => { told = Date.now(); });

  async function turn() {
    if (closing) return;
    if (seconds() > warn) return;
    if (!dialog.open) {
      const left = await ask(leftUrl, "GET"); /* another tab may have kept the session open */
      if (left === 0) return leave();
      if (left !== null) heard(left);
      if (seconds() > warn || dialog.open) return;
      dialog.returnValue = "";
      dialog.showModal();
    }
    const left = Math.max(0, seconds());
    dialog.querySelector("[data-lapse-clock]").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left > 0) return;
    const really = await ask(leftUrl, "GET");
    if (really) heard(really);
    else if (really === 0) leave();
  }
  setInterval(turn, 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) turn(); });

  /* Words of forms. */
  const forms = () => [...document.querySelectorAll("form")].filter(keepable);
  const keepable = (form) => form.method === "post" && !("plain" in form.dataset) && !("logout" in form.dataset) && !form.querySelector("[type=password]");
  const key = (form) => `${PREFIX}${person}:${location.pathname}#${form.id || form.dataset.autosave || [...document.forms].indexOf(form)}`;
  const words = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "once"].includes(name));
  const written = new Set();
  document.addEventListener("input", (event) => { if (event.target.form) written.add(event.target.form); });

  function keep(form) {
    try { sessionStorage.setItem(key(form), JSON.stringify(words(form))); } catch { /* a full store changes nothing else */ }
  }
  function leave() {
    if (closing) return;
    closing = true;
    forms().filter((form) => written.has(form)).forEach(keep);
    document.querySelectorAll("form").forEach((form) => form.dispatchEvent(new CustomEvent("accanto:saved", { bubbles: true })));
    location.assign(`${loginUrl}?${new URLSearchParams({ next: location.pathname + location.search, chiusa: "idle" })}`);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("logout" in form.dataset) Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX)).forEach((name) => sessionStorage.removeItem(name));
    else if (!event.defaultPrevented && keepable(form) && !form.dataset.autosave && written.has(form)) {
      keep(form);
      sessionStorage.setItem(SENT, key(form));
    }
  });
  function restore(form) {
    const kept = sessionStorage.getItem(key(form));
    if (!kept) return;
    sessionStorage.removeItem(key(form));
    if (form.querySelector("[data-summary]")) return;
    const seen = new Map();
    for (const [name, value] of JSON.parse(kept)) {
      const nth = seen.get(name) || 0;
      seen.set(name, nth + 1);
      const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const choice = controls.find((control) => ["radio", "checkbox"].includes(control.type) && control.value === value);
      if (choice) choice.checked = true;
      else if (controls[0]?.multiple) [...controls[0].options].filter((option) => option.value === value).forEach((option) => { option.selected = true; });
      else if (controls[nth] && !["hidden", "file"].includes(controls[nth].type)) controls[nth].value = value;
    }
    written.add(form);
    form.querySelector("input:not([type=hidden]), textarea, select")?.dispatchEvent(new Event("input", { bubbles: true }));
  }
  Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${person}:`)).forEach((name) => sessionStorage.removeItem(name));
  /* What was sent arrived, unless the log-in page came between (it marks that: see entrance.js). */
  const sent = sessionStorage.getItem(SENT);
  if (sent && !sessionStorage.getItem(`${SENT}-lost`)) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
  sessionStorage.removeItem(`${SENT}-lost`);
  forms().forEach(restore);
})();
