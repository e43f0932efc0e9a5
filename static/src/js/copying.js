import { say } from "./toasts.js";

/** Links marked data-copy put their whole address on the clipboard; without one to write to, the address is shown selected. */
export function wireCopying() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-copy]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    try {
      await navigator.clipboard.writeText(link.href); // there only on https, and where the reader allows it
      say("ok", "The link is on your clipboard.");
    } catch {
      offer(link);
    }
  });
}

function offer(link) {
  const field = Object.assign(document.createElement("input"), { className: "gh-input gh-copied", readOnly: true, value: link.href });
  field.setAttribute("aria-label", "Link to this post: copy it with Ctrl+C");
  const row = link.closest(".gh-actions");
  row.querySelector(".gh-copied")?.remove();
  row.append(field);
  field.addEventListener("blur", () => field.remove());
  field.focus();
  field.select();
  if (document.execCommand("copy")) say("ok", "The link is on your clipboard.");
}
