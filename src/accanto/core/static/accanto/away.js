/* The page shown while the database is away asks /health until it is back, then opens the page or sends the form again.
   A form goes by itself only if it carries its token (once): the server takes it a single time, whatever happened before. */
(() => {
  "use strict";
  const EVERY = 3000;
  const place = document.querySelector("[data-away]");
  const status = document.querySelector("[data-away-status]");
  const form = place.querySelector("form");
  const back = document.querySelector("[data-go-back]");
  if (back) { back.hidden = false; back.addEventListener("click", () => history.back()); }
  /* What was typed in a form that saves drafts waits in the tab: the next page must know that it did not arrive. */
  if (sessionStorage.getItem("accanto:draft:sent")) sessionStorage.setItem("accanto:draft:lost", "1");

  form?.addEventListener("submit", () => sessionStorage.removeItem("accanto:draft:lost"));

  async function look() {
    try {
      const answer = await fetch(place.dataset.away, { cache: "no-store" });
      if (answer.ok) return found();
    } catch { /* the web server is away too */ }
    setTimeout(look, EVERY);
  }
  function found() {
    status.textContent = status.dataset.back;
    status.className = "ac-note ac-note-fine";
    if (form && "byItself" in form.dataset) form.requestSubmit();
    else if (!form && !("wasSent" in place.dataset)) location.reload();
  }
  setTimeout(look, EVERY);
})();
