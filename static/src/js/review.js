import { isTyping } from "./pages.js";

/** The review queue by keyboard: a number chooses, Ctrl+Enter sends, J and K go on and back. Works without, too. */
export function wireReview() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-review] [name=verdict]")) chosen(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const form = document.querySelector("[data-review]");
    if (!form || event.defaultPrevented || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit();
    } else if (document.documentElement.dataset.keys !== "off" && !event.ctrlKey && !event.metaKey) press(event, form);
  });
}

function press(event, form) {
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const arrows = event.target.matches("input") ? {} : { ArrowRight: "j", ArrowLeft: "k" }; // those of the choices are theirs
  const key = arrows[event.key] ?? event.key.toLowerCase();
  const step = document.querySelector(`[data-review-step="${CSS.escape(key)}"]`);
  const choice = /^[1-9]$/.test(key) && form.querySelectorAll("[name=verdict]")[key - 1];
  if (!step && !choice) return;
  event.preventDefault();
  if (step) return void step.click();
  choice.checked = true;
  chosen(choice);
  form.querySelector("textarea").focus();
}

// The usual sentence stands ready to be changed; what somebody wrote themselves is never replaced.
function chosen(choice) {
  const words = choice.form.querySelector("textarea");
  const usual = [...choice.form.querySelectorAll("[data-word]")].map((each) => each.dataset.word);
  if (!words.value.trim() || usual.includes(words.value)) words.value = choice.dataset.word;
  const label = choice.form.querySelector("[data-review-to]");
  label.textContent = choice.dataset.to === "colleagues" ? label.dataset.colleagues : label.dataset.author;
}
