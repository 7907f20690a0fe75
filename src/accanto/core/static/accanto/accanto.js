/* Behaviour shared by every page, found by data attributes. No dependency; no inline code; sentences come from #ac-strings. */
(() => {
  "use strict";
  const strings = JSON.parse(document.getElementById("ac-strings")?.textContent || "{}");
  const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), strings[key] || key);
  window.accanto = { say, notify };

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  function notify(text, kind = "late") {
    const place = $("#ac-messages");
    if (!place) return;
    const note = document.createElement("div");
    note.className = `ac-note ac-note-${kind}`;
    note.setAttribute("role", kind === "late" ? "alert" : "status");
    const words = document.createElement("span");
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.dataset.dismiss = "";
    close.setAttribute("aria-label", say("close"));
    close.textContent = "×";
    note.append(words, close);
    place.append(note);
  }

  /* Keys: / searches, Ctrl+Enter sends, Esc closes menus and search results. */
  const typing = (element) => element.matches("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
      const box = $("[data-search-box]");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit($("[data-primary]", form) || undefined); }
    }
    if (event.key === "Escape") {
      closeMenus(null, true);
      const results = $("#ac-results");
      if (results?.childElementCount) { results.replaceChildren(); $("[data-search-box]").focus(); }
    }
    arrows(event);
  });

  function arrows(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const vertical = event.key === "ArrowDown" || event.key === "ArrowUp";
    let places = null;
    if (vertical && event.target.closest("[data-search]")) places = [$("[data-search-box]"), ...$$("#ac-results a")];
    else if (vertical && event.target.closest(".ac-search-results")) places = [$("[data-search-box]"), ...$$("#ac-results a")];
    else if (vertical && event.target.closest(".ac-menu-panel")) places = $$("a, button", event.target.closest(".ac-menu-panel"));
    else if (vertical && event.target.closest("[data-rows] tbody") && !typing(event.target)) places = $$("tbody th a", event.target.closest("[data-rows]"));
    else if (!vertical && event.target.closest("[data-tabs]")) places = $$("a", event.target.closest("[data-tabs]"));
    if (!places || places.length < 2) return;
    const here = places.indexOf(event.target.closest("a, button, input"));
    const next = places[(here + step + places.length) % places.length];
    if (next) { event.preventDefault(); next.focus(); }
  }

  /* Menus made of <details data-menu>: one open at a time. */
  function closeMenus(except, giveFocusBack) {
    $$("details[data-menu][open]").forEach((menu) => {
      if (menu === except) return;
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (giveFocusBack && inside) $("summary", menu).focus();
    });
  }
  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"), false);
    if (!event.target.closest(".ac-search")) $("#ac-results")?.replaceChildren();
    if (event.target.closest("[data-dismiss]")) event.target.closest(".ac-note").remove();
    if (event.target.closest("[data-print]")) window.print();
  });

  /* Confirmation in a native dialog: on a form, on one of its buttons, or on an htmx element (hx-confirm). */
  function ask({ title, text, action, reason, danger }) {
    const dialog = $("#ac-dialog");
    if (!dialog) return Promise.resolve({ yes: window.confirm(text) });
    $("#ac-dialog-title").textContent = title || say("confirmTitle");
    $("#ac-dialog-text").textContent = text;
    const yes = $("#ac-dialog-yes");
    yes.textContent = action || say("confirm");
    yes.className = danger ? "ac-danger" : "ac-go";
    const why = $("#ac-dialog-why");
    $("#ac-dialog-reason").hidden = !reason;
    why.required = Boolean(reason);
    why.value = "";
    dialog.returnValue = "no";
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => resolve({ yes: dialog.returnValue === "yes", reason: why.value }), { once: true }));
  }
  const agreed = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const source = event.submitter?.dataset.confirm ? event.submitter : form.dataset.confirm ? form : null;
    if (!source || agreed.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const data = source.dataset;
    const answer = await ask({ title: data.confirmTitle, text: data.confirm, action: data.confirmAction, reason: data.confirmReason, danger: "confirmDanger" in data });
    if (!answer.yes) { event.submitter?.focus(); return; }
    if (data.confirmReason) {
      let field = form.elements[data.confirmReason];
      if (!field) { field = Object.assign(document.createElement("input"), { type: "hidden", name: data.confirmReason }); form.append(field); }
      field.value = answer.reason;
    }
    agreed.add(form);
    form.requestSubmit(event.submitter || undefined);
    agreed.delete(form);
  }, true);
  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    const data = event.detail.elt.dataset;
    const answer = await ask({ title: data.confirmTitle, text: event.detail.question, action: data.confirmAction, danger: "confirmDanger" in data });
    if (answer.yes) event.detail.issueRequest(true);
  });

  /* A file that is too large is said at once, before minutes of sending; what was typed stays. */
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches("input[type=file][data-most-bytes]")) return;
    const place = field.closest(".ac-field") || field.parentElement;
    $("[data-file-said]", place)?.remove();
    if (![...field.files].some((file) => file.size > Number(field.dataset.mostBytes))) return;
    field.value = "";
    const said = document.createElement("p");
    said.className = "ac-error";
    said.dataset.fileSaid = "";
    said.setAttribute("role", "alert");
    said.textContent = field.dataset.tooLarge;
    place.append(said);
    field.focus();
  });

  /* A form is sent once; a form left with unsaved words asks before the page goes. */
  const dirty = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.method === "post" && !("plain" in form.dataset)) dirty.add(form);
    if (event.target.matches("[data-grow]")) grow(event.target);
  });
  document.addEventListener("accanto:saved", (event) => dirty.delete(event.target));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending && !usesHtmx(form)) { event.preventDefault(); return; }
    dirty.delete(form);
    if (usesHtmx(form)) return;
    form.dataset.sending = "1";
    /* After the browser has taken the values: a disabled button would not send its own. */
    setTimeout(() => $$("button:not([type=button])", form).forEach((button) => button.setAttribute("aria-disabled", "true")));
  });
  const usesHtmx = (form) => form.matches("[hx-post],[hx-put],[hx-patch],[hx-delete]");
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    $$("form[data-sending]").forEach((form) => { delete form.dataset.sending; $$("button", form).forEach((button) => button.removeAttribute("aria-disabled")); });
  });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && event.detail.elt.matches?.("form")) dirty.delete(event.detail.elt); });

  /* Rows ticked for one act on many. */
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form) return;
    if (event.target.matches("[data-check-all]")) $$("[data-check]", form).forEach((box) => { box.checked = event.target.checked; });
    const boxes = $$("[data-check]", form);
    const chosen = boxes.filter((box) => box.checked).length;
    const all = $("[data-check-all]", form);
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    $("[data-bulk-bar]", form).hidden = chosen === 0;
    $("[data-bulk-count]", form).textContent = say("selected", { count: chosen });
    dirty.delete(form);
  });

  function grow(area) {
    if (CSS.supports("field-sizing", "content")) return;
    area.rows = Math.min(24, Math.max(Number(area.dataset.rows || (area.dataset.rows = area.rows)), area.value.split("\n").length + 1));
  }

  /* Every new piece of page: growing text, fields that depend on others, and the list of errors gets the focus. */
  function prepare(root) {
    $$("[data-grow]", root).forEach(grow);
    $$("[data-shown-when]", root).forEach(showWhen);
    $("[data-summary]", root)?.focus();
    const tabs = $("[data-tabs] [aria-current]", root);
    tabs?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  /* data-shown-when="field=value|value": shown only then, and its controls are not sent otherwise. */
  function showWhen(block) {
    const form = block.closest("form");
    const [name, wanted] = block.dataset.shownWhen.split("=");
    const values = new FormData(form).getAll(name);
    const shown = wanted.split("|").some((value) => values.includes(value));
    block.hidden = !shown;
    $$("input, select, textarea, button", block).forEach((control) => { control.disabled = !shown; });
  }
  document.addEventListener("change", (event) => { if (event.target.form) $$("[data-shown-when]", event.target.form).forEach(showWhen); });
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt === document.body) return;
    prepare(event.detail.elt);
    // Who came from the menu of the tabs goes on from there: its links are folded away.
    if (document.activeElement === document.body) $("#ac-tab-more[data-current]", event.detail.elt)?.focus();
  });

  /* htmx answers that went wrong are said, never swallowed. */
  /* Somebody stands on what was found already: a later answer to the same words does not take it from under them. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const box = event.detail.requestConfig?.elt, place = event.detail.target;
    if (box?.matches?.("input[type=search]") && place.contains(document.activeElement) && !place.contains(box)) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:responseError", (event) => notify(say({ 401: "forbidden", 403: "forbidden", 503: "away" }[event.detail.xhr.status] || "failed")));
  document.addEventListener("htmx:sendError", () => notify(say("offline")));
})();
