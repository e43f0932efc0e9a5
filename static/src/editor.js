// The composer: toolbar, Write/Preview, Ctrl+Enter. Without it the composer is a plain text field that works.
import "@github/markdown-toolbar-element";

/** Wake one composer. */
export function wire(composer) {
  const text = composer.querySelector("textarea");
  const bar = composer.querySelector("[data-composer-bar]");
  bar.hidden = false;
  wireViews(composer, text, bar);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      text.form?.requestSubmit();
    }
  });
}

function wireViews(composer, text, bar) {
  const views = composer.querySelector("[data-composer-views]");
  const preview = composer.querySelector(".gh-composer-preview");
  views.hidden = false;
  views.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-view]");
    if (!chosen) return;
    const writing = chosen.dataset.view === "write";
    for (const button of views.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button === chosen));
    // The height stays, so that the page does not jump between the views.
    if (!writing) preview.style.minHeight = `${text.offsetHeight}px`;
    text.hidden = bar.hidden = !writing;
    preview.hidden = writing;
    if (writing) text.focus();
  });
}
