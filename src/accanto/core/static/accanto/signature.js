/* A signature drawn with a finger, a pen or a mouse, kept as a PNG in a hidden field. Typing the name is the other way. */
(() => {
  "use strict";
  function prepare(block) {
    if (block.dataset.ready) return;
    block.dataset.ready = "1";
    const pad = block.querySelector("[data-signature-pad]");
    const value = block.querySelector("[data-signature-value]");
    const status = block.querySelector("[data-signature-status]");
    const pen = pad.getContext("2d");
    let last = null;
    const place = (event) => {
      const box = pad.getBoundingClientRect();
      return [(event.clientX - box.left) * (pad.width / box.width), (event.clientY - box.top) * (pad.height / box.height)];
    };
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = "#17202b";
    pad.addEventListener("pointerdown", (event) => { pad.setPointerCapture(event.pointerId); last = place(event); });
    pad.addEventListener("pointermove", (event) => {
      if (!last) return;
      const next = place(event);
      pen.beginPath();
      pen.moveTo(...last);
      pen.lineTo(...next);
      pen.stroke();
      last = next;
    });
    const end = () => {
      if (!last) return;
      last = null;
      value.value = pad.toDataURL("image/png");
      value.dispatchEvent(new Event("input", { bubbles: true }));
      status.textContent = window.accanto.say("signed");
    };
    pad.addEventListener("pointerup", end);
    pad.addEventListener("pointercancel", end);
    block.querySelector("[data-signature-clear]").addEventListener("click", () => {
      pen.clearRect(0, 0, pad.width, pad.height);
      value.value = "";
      status.textContent = "";
    });
  }
  const all = (root) => root.querySelectorAll("[data-signature]").forEach(prepare);
  document.addEventListener("DOMContentLoaded", () => all(document));
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
})();
