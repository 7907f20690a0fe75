/* Alt + ↓ and Alt + ↑ go from one household to the next: among the cards of a meeting, and from page to page. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.target.matches?.("select")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const cards = [...document.querySelectorAll("[data-agenda-item]")];
    if (cards.length) {
      const here = cards.indexOf(document.activeElement.closest?.(".tm-item")?.querySelector("[data-agenda-item]"));
      const next = cards[Math.min(Math.max(here + step, 0), cards.length - 1)];
      event.preventDefault();
      next.focus();
      next.closest(".tm-item").scrollIntoView({ block: "nearest" });
      return;
    }
    const link = document.querySelector(step > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (link) { event.preventDefault(); link.click(); }
  });
})();
