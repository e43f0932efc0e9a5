import { isTyping } from "./pages.js";

const PLACES = { h: "/", q: "/questions", k: "/articles", i: "/improvements", p: "/members", d: "/desk", u: "/questions/queue/unanswered", n: "/notifications" };
const PAUSE = 1200; // ms between g and the next letter

/** The keys of the house. They rest in fields, and where a member turned them off (data-keys="off" on <html>). */
export function wireKeys() {
  if (document.documentElement.dataset.keys === "off") return;
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey) {
      if (key === "k") done(event, search());
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (Date.now() - going < PAUSE && PLACES[key]) {
      going = 0;
      // The desk and the queues are only places for those who have them in their masthead.
      const only = { d: "desk", u: "queues" }[key];
      if (!only || document.querySelector(`.gh-masthead [data-place="${only}"]`)) done(event, location.assign(PLACES[key]));
      return;
    }
    going = 0;
    if (key === "g") going = Date.now();
    else if (key === "/") done(event, search());
    else if (key === "c") done(event, location.assign("/questions/ask"));
    else if (key === "j") done(event, move(1));
    else if (key === "k") done(event, move(-1));
    else if (key === "o") openRow();
    else if (key === "?") done(event, document.getElementById("keys")?.showModal());
    else press(event);
  });
}

function done(event) {
  event.preventDefault();
}

function search() {
  const field = document.getElementById("search");
  if (field?.offsetParent) field.focus();
  else location.assign("/search");
}

function move(by) {
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.offsetParent);
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.classList.contains("is-selected"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, now + by))];
  rows[now]?.classList.remove("is-selected");
  next.classList.add("is-selected");
  link(next)?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function openRow() {
  link(document.querySelector("[data-row].is-selected"))?.click();
}

function link(row) {
  return row?.querySelector("h3 a, .gh-desk-title, a");
}

// A page may give a letter to one of its own commands, or each row to its own: data-key="e" (or "shift+l").
function press(event) {
  const name = `${event.shiftKey && event.key.length === 1 ? "shift+" : ""}${event.key.toLowerCase()}`;
  const keys = [name, name.replace("shift+", "⇧")].map((key) => `[data-key="${CSS.escape(key)}"]`);
  const inRow = document.querySelector("[data-row].is-selected")?.querySelector(keys.join(", "));
  const target = inRow ?? document.querySelector(keys.map((key) => `${key}:not([data-row] *)`).join(", "));
  if (!target) return;
  event.preventDefault();
  if (target.matches("input:not([type=checkbox]), textarea")) target.focus();
  else target.click();
}
