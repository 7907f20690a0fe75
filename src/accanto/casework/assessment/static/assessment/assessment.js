/* Answers that save themselves, one at a time and in order. What the server has not taken stays in the tab
   (same store as autosave.js: it goes away at log-out and is never shown to another person). */
(() => {
  "use strict";
  const PAUSE = 900;
  const person = document.body.dataset.user || "";
  const say = (key, values) => window.accanto.say(key, values);
  const boxes = (root = document) => [...root.querySelectorAll("[data-answer]")];
  const boxOf = (name) => document.querySelector(`[data-answer="${CSS.escape(name)}"]`);
  const part = (box, what) => box.querySelector(`[data-answer-${what}]`);
  const controls = (box) => [...box.querySelectorAll("[name]")].filter((c) => !("answerVersion" in c.dataset));
  const key = (name) => `accanto:draft:${person}:${place()}#${name}`;
  const place = () => document.querySelector("[data-assessment]")?.dataset.assessment || "";
  const timers = new Map();
  const busy = new Map();   // name → true while a save is on its way
  const again = new Set();  // changed while one was on its way

  const typed = (box) => controls(box).filter((c) => !["radio", "checkbox"].includes(c.type) || c.checked).map((c) => c.value);

  function note(box, state, text) {
    const foot = part(box, "note");
    if (!foot) return;
    foot.dataset.state = state;
    foot.textContent = text;
  }
  function wrong(box, sentence) {
    const list = part(box, "error");
    list.hidden = !sentence;
    list.querySelector("span").textContent = sentence;
    box.classList.toggle("ac-field-wrong", Boolean(sentence));
    controls(box).forEach((c) => { if (sentence) c.setAttribute("aria-invalid", "true"); else c.removeAttribute("aria-invalid"); });
  }
  function keep(name, values, version) {
    try { sessionStorage.setItem(key(name), JSON.stringify({ values, version })); } catch { /* a full store changes nothing else */ }
  }

  function later(box) {
    const name = box.dataset.answer;
    keep(name, typed(box), part(box, "version").value);
    clearTimeout(timers.get(name));
    timers.set(name, setTimeout(() => save(name), PAUSE));
  }
  function now(box) {
    later(box);
    clearTimeout(timers.get(box.dataset.answer));
    save(box.dataset.answer);
  }

  async function save(name) {
    const box = boxOf(name);
    timers.delete(name);
    if (!box || !box.isConnected || part(box, "conflict").childElementCount) return;
    if (busy.get(name)) { again.add(name); return; }
    busy.set(name, true);
    const values = typed(box);
    const body = new FormData();
    body.set("field", name);
    body.set("section", box.closest("form").dataset.answers);
    body.set(`v:${name}`, part(box, "version").value);
    values.forEach((value) => body.append(name, value));
    body.set("csrfmiddlewaretoken", box.closest("form").elements.csrfmiddlewaretoken.value);
    note(box, "saving", say("draftSaving"));
    try {
      const answer = await fetch(place(), { method: "POST", body, redirect: "manual", headers: { Accept: "application/json", "X-Requested-With": "fetch" } });
      await told(name, box, values, answer);
    } catch {
      note(box, "kept", say("draftKeptOffline"));
    } finally {
      busy.delete(name);
      if (again.delete(name)) save(name);
    }
  }

  async function told(name, box, values, answer) {
    if (answer.type === "opaqueredirect" || answer.status === 401) return note(box, "kept", say("draftKeptExpired"));
    const json = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer.status === 409 && json) return conflict(box, json.conflict);
    if (answer.status === 422 && json) { note(box, "kept", ""); return wrong(box, json.error); }
    if (!answer.ok || !json) return note(box, "kept", say(answer.status === 403 ? "draftKeptExpired" : "draftKeptRefused"));
    part(box, "version").value = json.version;
    if (JSON.stringify(typed(box)) === JSON.stringify(values)) sessionStorage.removeItem(key(name));
    else keep(name, typed(box), json.version);
    wrong(box, "");
    note(box, "fresh", json.note);
    const clear = part(box, "clear");
    if (clear) clear.hidden = !values.length;
    replace("assessment-steps", json.steps);
    replace("assessment-side", json.side);
  }
  function replace(id, html) {
    const spot = document.getElementById(id);
    if (!spot) return;
    const focused = spot.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const scrolled = spot.querySelector("ol")?.scrollLeft || 0;
    spot.innerHTML = html;
    window.htmx.process(spot);
    if (spot.querySelector("ol")) spot.querySelector("ol").scrollLeft = scrolled;
    if (focused) spot.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }

  /* Both versions, and three ways out. */
  function conflict(box, html) {
    note(box, "kept", "");
    part(box, "conflict").innerHTML = html;
    part(box, "conflict").querySelector("button")?.focus();
  }
  function settle(button) {
    const box = button.closest("[data-answer]");
    const panel = button.closest("[data-theirs-version]");
    const theirs = panel.querySelector("[data-theirs-text]")?.content.textContent || "";
    const version = panel.dataset.theirsVersion;
    if ("keepTheirs" in button.dataset) {
      sessionStorage.removeItem(key(box.dataset.answer));
      return refresh(box);
    }
    if ("keepBoth" in button.dataset) {
      const area = box.querySelector("textarea");
      area.value = `${theirs}\n\n${area.value}`;
    }
    part(box, "version").value = version;
    part(box, "conflict").replaceChildren();
    controls(box)[0].focus();
    now(box);
  }
  async function refresh(box) {
    const answer = await fetch(box.dataset.fragment, { redirect: "manual", headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.querySelector("[data-answer]");
    box.replaceWith(fresh);
    window.htmx.process(fresh);
    fresh.querySelector("input:checked, textarea, input")?.dispatchEvent(new Event("change", { bubbles: false }));
  }

  /* What others changed: shown at once where I am not writing, announced where I am. */
  function catchUp() {
    document.querySelectorAll("[data-changed]").forEach((change) => {
      const box = boxOf(change.dataset.changed);
      const mine = box && part(box, "version");
      if (!box || (mine && Number(mine.value) >= Number(change.dataset.version))) return;
      const writing = box.contains(document.activeElement) || timers.has(box.dataset.answer) || busy.has(box.dataset.answer) || sessionStorage.getItem(key(box.dataset.answer));
      if (!writing) refresh(box);
    });
  }

  /* Words that had not been saved come back into their field, and are offered to the server again. */
  function restore() {
    boxes().forEach((box) => {
      const name = box.dataset.answer;
      const kept = part(box, "version") && JSON.parse(sessionStorage.getItem(key(name)) || "null");
      if (!kept) return;
      if (JSON.stringify(typed(box)) === JSON.stringify(kept.values)) return sessionStorage.removeItem(key(name));
      controls(box).forEach((c) => {
        if (["radio", "checkbox"].includes(c.type)) c.checked = kept.values.includes(c.value);
        else c.value = kept.values[0] || "";
      });
      part(box, "version").value = kept.version;
      note(box, "kept", say("draftRestored"));
      save(name);
    });
  }

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-answer]");
    if (box && !["radio", "checkbox"].includes(event.target.type)) later(box);
  });
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-answer]");
    if (!box) return;
    if (event.target.type === "checkbox" && event.target.checked) {
      const alone = "exclusive" in event.target.dataset;
      controls(box).forEach((c) => { if (c !== event.target && (alone || "exclusive" in c.dataset)) c.checked = false; });
    }
    now(box);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-keep-mine], [data-keep-theirs], [data-keep-both]")) settle(button);
    if ("answerClear" in button.dataset) {
      const box = button.closest("[data-answer]");
      controls(box).forEach((c) => { c.checked = false; });
      controls(box)[0].focus();
      controls(box)[0].dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  /* The whole section is on its way: what it carries need not be kept once the next one is drawn. */
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.id !== "answers" || !event.detail.successful || event.detail.xhr.responseURL.includes("/conto/")) return;
    boxes(event.target).forEach((box) => { clearTimeout(timers.get(box.dataset.answer)); sessionStorage.removeItem(key(box.dataset.answer)); });
  });
  /* A session that ended answers with the log-in page: it must not take the place of the form. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!document.querySelector("[data-assessment]") || !event.detail.xhr.responseURL.includes("/conto/")) return;
    event.detail.shouldSwap = false;
    window.accanto.notify(say("draftKeptExpired"), "soon");
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "assessment-news") catchUp();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id !== "assessment") return;
    restore();
    showStep();
    if (!document.querySelector("[data-summary]")) document.querySelector("[data-section-title]")?.focus({ preventScroll: true });
  });
  window.addEventListener("online", () => boxes().forEach((box) => { if (sessionStorage.getItem(key(box.dataset.answer))) save(box.dataset.answer); }));
  const showStep = () => {
    const list = document.querySelector(".ac-assess-list");
    const here = list?.querySelector("[aria-current]");
    if (here && list.scrollWidth > list.clientWidth) list.scrollLeft = here.offsetLeft - list.offsetLeft - 12;
  };
  document.addEventListener("DOMContentLoaded", () => { restore(); showStep(); });
})();
