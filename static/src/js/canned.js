import { write } from "./writing.js";

const WAIT = 200; // ms after the last key

/** The menu of canned answers: found by their words, filled in for the topic by the server, put where the caret is. */
export function wireCanned(composer, text) {
  const menu = composer.querySelector("[data-canned]");
  if (!menu) return;
  const field = menu.querySelector("[data-canned-search]");
  const place = menu.querySelector("ul");
  let timer;
  const look = async () => {
    const answer = await fetch(`${menu.dataset.canned}?${new URLSearchParams({ q: field.value })}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok) place.innerHTML = await answer.text();
  };
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    field.value = "";
    look().then(() => field.focus());
  });
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // it must not send the answer
      place.querySelector("[data-canned-use]")?.click();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      place.querySelector("[data-canned-use]")?.focus();
    }
    event.stopPropagation(); // the toolbar's arrows stay out of the field
    if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); }
  });
  place.addEventListener("click", async (event) => {
    const chosen = event.target.closest("[data-canned-use]");
    if (!chosen) return;
    const token = document.querySelector('meta[name="csrf-token"]').content;
    const answer = await fetch(chosen.dataset.cannedUse, { method: "POST", headers: { "X-CSRFToken": token, "HX-Request": "true" } }).catch(() => null);
    menu.open = false;
    const before = text.value.slice(0, text.selectionStart).trimEnd();
    if (answer?.ok) write(text, `${before && !text.value.slice(0, text.selectionStart).endsWith("\n\n") ? "\n\n" : ""}${await answer.text()}`);
    else composer.querySelector("[data-draft-status]").textContent = "The canned answer could not be fetched. Try again in a moment.";
  });
}
