/** One press, one sending. htmx forms are held while their request is out, plain ones until the next page. */
export function wireSubmits() {
  // Here rather than with the composer, which comes a moment later: who writes fast is not left waiting.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.key !== "Enter" || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    if (!event.target.matches("[data-composer] textarea")) return;
    event.preventDefault();
    event.target.form?.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.method === "get") return;
    if (form.dataset.sending) return event.preventDefault();
    if (!form.hasAttribute("hx-post")) hold(form, event.submitter);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.dataset.sending) event.preventDefault();
    else hold(form, event.detail.requestConfig?.triggeringEvent?.submitter);
  });
  document.addEventListener("htmx:afterRequest", (event) => release(event.detail.elt));
  // Coming back with the back button brings the page as it was left: held.
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
}

function hold(form, button) {
  form.dataset.sending = "yes";
  if (button && !form.matches("[data-vote], [data-toggle]")) button.classList.add("is-busy");
}

function release(form) {
  if (!(form instanceof HTMLFormElement)) return;
  delete form.dataset.sending;
  for (const button of form.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
}
