import { each } from "./pages.js";
import { say } from "./toasts.js";

/** Short questions that the server sends as a dialog: shown when they come, gone once answered; focus goes back. */
export function wireDialogs() {
  each("dialog[data-asked]", (dialog) => {
    if (document.querySelector("dialog[data-asked][open]")) return dialog.remove(); // pressed twice
    const asker = document.activeElement;
    asker?.closest("details.gh-menu")?.removeAttribute("open");
    dialog.addEventListener("close", () => {
      dialog.remove();
      back(asker);
    });
    dialog.addEventListener("click", (event) => {
      const leave = event.target.closest("[data-close-dialog]");
      if (!leave) return;
      event.preventDefault();
      dialog.close();
    });
    dialog.showModal();
    if (!dialog.querySelector("[autofocus]")) dialog.querySelector("form[hx-post] input:not([type=hidden])")?.focus();
  });
  each("[data-answered]", (sign) => {
    sign.closest("dialog")?.close();
    if (sign.dataset.answered) say("ok", sign.dataset.answered);
  });
}

// The answer may have drawn the asker anew: the new one has the same id. What stands in a menu gives way to the menu.
function back(asker) {
  const now = asker?.isConnected ? asker : document.getElementById(asker?.id);
  const seen = now?.closest("details.gh-menu:not([open])")?.querySelector("summary") ?? now;
  seen?.focus();
}
