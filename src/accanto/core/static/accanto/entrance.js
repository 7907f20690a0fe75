/* On the log-in page: what was sent just before did not arrive, and waits for its writer (see lapse.js). */
(() => {
  "use strict";
  if (!document.body.dataset.user && sessionStorage.getItem("accanto:kept-sent")) sessionStorage.setItem("accanto:kept-sent-lost", "1");
})();
