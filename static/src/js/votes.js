// Votes, me too, helped, follow: shown at once, taken back with a sentence when the server did not take them.

import { refusal } from "./pages.js";

const KINDS = "[data-vote], [data-toggle]";
const before = new WeakMap();

/** Wire every vote and toggle of the page, also those that come later. */
export function wireVotes() {
  document.addEventListener("htmx:beforeSend", (event) => {
    const form = event.detail.elt;
    if (!form.matches?.(KINDS)) return;
    form.querySelector(".gh-said")?.remove();
    before.set(form, form.innerHTML);
    const button = event.detail.requestConfig.triggeringEvent?.submitter ?? form.querySelector("button");
    if (form.matches("[data-vote]")) showVote(form, button);
    else showToggle(form, button);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!form.matches?.(KINDS) || event.detail.successful || !before.has(form)) return;
    const focused = form.contains(document.activeElement) ? [...form.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    form.innerHTML = before.get(form);
    if (focused >= 0) form.querySelectorAll("button")[focused]?.focus();
    const said = Object.assign(document.createElement("span"), { className: "gh-said", textContent: reason(event.detail.xhr) });
    said.setAttribute("role", "alert");
    form.append(said);
    setTimeout(() => said.remove(), 8000);
  });
}

function showVote(form, button) {
  const chosen = Number(button.value);
  const old = Number(form.querySelector('[aria-pressed="true"]')?.dataset.side ?? 0);
  for (const other of form.querySelectorAll("button")) other.setAttribute("aria-pressed", String(Number(other.dataset.side) === chosen));
  roll(form.querySelector("[data-count]"), chosen - old);
}

function showToggle(form, button) {
  const on = button.value === "1";
  button.setAttribute("aria-pressed", String(on));
  const words = button.querySelector("[data-on]");
  if (words) words.textContent = on ? words.dataset.on : words.dataset.off;
  roll(button.querySelector("[data-count]"), on ? 1 : -1);
}

function roll(count, by) {
  if (!count) return;
  count.textContent = String(Number(count.textContent.replace(/,/g, "")) + by);
  count.classList.add("is-rolling");
}

function reason(xhr) {
  if (!xhr || !xhr.status) return "Not counted: no connection.";
  if (xhr.status === 401) return "Not counted: please sign in first.";
  return refusal(xhr) || "Not counted. Please try again.";
}
