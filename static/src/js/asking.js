import { each } from "./pages.js";

/** The stepped line of the ask form follows the hand; a guessed place is chosen without a trip to the server. */
export function wireAsking() {
  each("[data-asking]", (form) => {
    form.addEventListener("focusin", (event) => {
      const step = event.target.closest("[data-step]");
      if (step) stand(Number(step.dataset.step));
    });
    form.addEventListener("htmx:afterSwap", () => {
      if (document.activeElement?.id === "title") stand(form.querySelector(".gh-fits") ? 1 : 0);
    });
    form.addEventListener("click", (event) => {
      const guess = event.target.closest("[data-chooses]");
      const field = guess && form.elements[guess.dataset.chooses];
      if (!field) return;
      event.preventDefault();
      field.value = guess.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
  });
}

function stand(at) {
  const line = document.querySelector(".gh-steps.is-ask");
  const steps = line ? [...line.children] : [];
  const marker = line?.querySelector(".gh-marker");
  if (!marker || !steps[at]) return;
  steps.forEach((step, n) => {
    step.className = n < at ? "is-done" : n === at ? "is-now" : "is-ahead";
    step.toggleAttribute("aria-current", n === at);
    if (n === at) step.setAttribute("aria-current", "step");
  });
  steps[at].prepend(marker);
  line.setAttribute("aria-label", `Step ${at + 1} of ${steps.length}: ${steps[at].textContent.trim()}`);
}
