// Lets one press keys on the wall without leaving one's place. Without it, each press loads the page anew.
"use strict";
(() => {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const action = form.getAttribute("action") || "";
    if (!action.startsWith("/demo/") || action === "/demo/sign-in") return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    if (event.submitter) event.submitter.disabled = true;
    try {
      await fetch(action, { method: "POST", body });
      const box = form.querySelector("input[name=body]:not([type=hidden])");
      if (box) box.value = "";
      // What holds the focus is not exchanged, so the focus goes to the phone that was used.
      if (!box) form.closest("article")?.focus({ preventScroll: true });
      document.dispatchEvent(new Event("visibilitychange"));
    } finally {
      if (event.submitter) event.submitter.disabled = false;
      delete form.dataset.sent;
    }
  });
})();
