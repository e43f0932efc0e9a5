// The composer: toolbar, shortcuts, Write/Preview, files, completion, canned answers, lists that go on, what is pasted
// as Markdown. Without it the composer is a plain text field that works.
import "@github/markdown-toolbar-element";
import { subscribe } from "@github/paste-markdown";
import { wireAttachments } from "./js/attachments.js";
import { wireCanned } from "./js/canned.js";
import { begin, wireCompletions } from "./js/completions.js";
import { wireItems } from "./js/items.js";
import { wirePasting } from "./js/pasting.js";
import { wireShortcuts } from "./js/shortcuts.js";
import { write } from "./js/writing.js";

/** Wake one composer. */
export function wire(composer) {
  const text = composer.querySelector("textarea");
  const bar = composer.querySelector("[data-composer-bar]");
  bar.hidden = false;
  wireViews(composer, text, bar);
  wireShortcuts(text, bar);
  wireAttachments(composer, text);
  wireCompletions(composer, text);
  wireCanned(composer, text);
  wireItems(text);
  wirePasting(text);
  subscribe(text);
  bar.addEventListener("click", (event) => {
    const letters = event.target.closest("[data-tool]:not([data-tool=attach])")?.dataset.tool;
    if (letters) begin(text, letters, write);
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
