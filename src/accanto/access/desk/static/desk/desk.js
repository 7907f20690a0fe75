/* The contact page by keyboard: a group of chips is one stop of Tab; Enter in a search box goes to what was found. */
(() => {
  "use strict";
  const boxes = (group) => [...group.querySelectorAll("input")];
  function prepare(root) {
    root.querySelectorAll?.("[data-chips]").forEach((group) => boxes(group).forEach((box, nth) => { box.tabIndex = nth ? -1 : 0; }));
  }
  function stand(group, box) {
    boxes(group).forEach((one) => { one.tabIndex = one === box ? 0 : -1; });
    box.focus();
  }
  const plain = (text) => text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  document.addEventListener("keydown", (event) => {
    const group = event.target.closest?.("[data-chips]");
    if (group && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const all = boxes(group);
      const here = all.indexOf(event.target);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); return stand(group, all[(here + step + all.length) % all.length]); }
      if (event.key === "Home" || event.key === "End") { event.preventDefault(); return stand(group, event.key === "Home" ? all[0] : all[all.length - 1]); }
      if (/^\p{L}$/u.test(event.key)) {
        const letter = plain(event.key);
        const after = [...all.slice(here + 1), ...all.slice(0, here + 1)];
        const found = after.find((box) => plain(box.labels[0].textContent).startsWith(letter));
        if (found) { event.preventDefault(); return stand(group, found); }
      }
    }
    const find = event.target.closest?.("[data-find]");
    if (find && (event.key === "ArrowDown" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey))) {
      event.preventDefault();
      document.querySelector(`${find.dataset.find} button, ${find.dataset.find} input`)?.focus();
    }
  });
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
