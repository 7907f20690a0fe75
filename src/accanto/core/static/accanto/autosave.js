/* Drafts: <form data-autosave="/address/"> is posted two seconds after the last key. The status is said in [data-saved].
   When the network or the session fails, the text stays in sessionStorage: it survives a new log-in in this tab,
   goes away with the tab, and is never shown to another person (the key holds who wrote it). */
(() => {
  "use strict";
  const PAUSE = 2000;
  const AGAIN = 5000;
  const PREFIX = "accanto:draft:";
  const person = document.body.dataset.user || "";
  const say = (key, values) => window.accanto.say(key, values);
  const key = (form) => `${PREFIX}${person}:${location.pathname}#${form.id || form.dataset.autosave}`;
  const timers = new WeakMap();
  const busy = new WeakMap();

  function tell(form, state, text) {
    const place = form.querySelector("[data-saved]") || document.querySelector(`[data-saved="${form.id}"]`);
    if (!place) return;
    place.dataset.state = state;
    place.setAttribute("role", "status");
    place.textContent = text;
  }
  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });

  function words(form) {
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "once"].includes(name));
  }
  function keep(form, reason) {
    try { sessionStorage.setItem(key(form), JSON.stringify(words(form))); } catch { /* a full store changes nothing else */ }
    tell(form, "kept", say(reason));
  }

  async function save(form) {
    busy.get(form)?.abort();
    const stop = new AbortController();
    busy.set(form, stop);
    tell(form, "saving", say("draftSaving"));
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "manual", signal: stop.signal, headers: { "X-Requested-With": "fetch", Accept: "application/json" } });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return keep(form, "draftKeptExpired");
      if (answer.status === 503) { keep(form, "draftKeptAway"); return again(form); }
      if (!answer.ok) return keep(form, "draftKeptRefused");
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      sessionStorage.removeItem(key(form));
      form.dispatchEvent(new CustomEvent("accanto:saved", { bubbles: true, detail: told }));
      tell(form, "saved", say("draftSaved", { time: told.saved_at || clock() }));
    } catch (error) {
      if (error.name !== "AbortError") { keep(form, "draftKeptOffline"); again(form); }
    }
  }
  function later(form) {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => save(form), PAUSE));
  }
  /* The archive or the network is away: the words are kept here, and the server is asked again until it takes them. */
  function again(form) {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => { if (form.isConnected) save(form); }, AGAIN));
  }
  const follow = (event) => { const form = event.target.form || event.target.closest?.("form"); if (form?.dataset.autosave) later(form); };
  document.addEventListener("input", follow);
  document.addEventListener("change", follow);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    clearTimeout(timers.get(form));
    busy.get(form)?.abort();
    /* Kept until the page after says that the server took it: a log-in page in between must not lose the words. */
    if (form.dataset.autosave && !event.defaultPrevented) { try { sessionStorage.setItem(`${key(form)}`, JSON.stringify(words(form))); sessionStorage.setItem(`${PREFIX}sent`, key(form)); } catch { /* as above */ } }
    if ("logout" in form.dataset) drafts().forEach((name) => sessionStorage.removeItem(name));
  });
  window.addEventListener("online", () => document.querySelectorAll("form[data-autosave]").forEach((form) => { if (sessionStorage.getItem(key(form))) save(form); }));

  const drafts = () => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));

  function restore(form) {
    const kept = sessionStorage.getItem(key(form));
    if (!kept) return;
    const seen = new Map();
    for (const [name, value] of JSON.parse(kept)) {
      const nth = seen.get(name) || 0;
      seen.set(name, nth + 1);
      const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const choice = controls.find((control) => ["radio", "checkbox"].includes(control.type) && control.value === value);
      if (choice) choice.checked = true;
      else if (controls[0]?.multiple) [...controls[0].options].filter((option) => option.value === value).forEach((option) => { option.selected = true; });
      else if (controls[nth] && controls[nth].type !== "hidden" && controls[nth].type !== "file") controls[nth].value = value;
    }
    tell(form, "kept", say("draftRestored"));
    later(form);
  }
  document.addEventListener("DOMContentLoaded", () => {
    if (!person) { /* the log-in page: what was sent did not arrive; it waits for its writer */
      if (sessionStorage.getItem(`${PREFIX}sent`)) sessionStorage.setItem(`${PREFIX}lost`, "1");
      return;
    }
    drafts().filter((name) => !name.startsWith(`${PREFIX}${person}:`) && ![`${PREFIX}sent`, `${PREFIX}lost`].includes(name)).forEach((name) => sessionStorage.removeItem(name));
    const sent = sessionStorage.getItem(`${PREFIX}sent`);
    if (sent && !sessionStorage.getItem(`${PREFIX}lost`)) sessionStorage.removeItem(sent);
    sessionStorage.removeItem(`${PREFIX}sent`);
    sessionStorage.removeItem(`${PREFIX}lost`);
    /* The server drew the form again with its errors: its values are the newer ones. */
    document.querySelectorAll("form[data-autosave]").forEach((form) => { if (form.querySelector("[data-summary]")) sessionStorage.removeItem(key(form)); else restore(form); });
  });
})();
