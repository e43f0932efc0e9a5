import { isTyping } from "./pages.js";

const PLACES = { h: "/", q: "/questions", k: "/articles", i: "/improvements", p: "/members", d: "/desk", u: "/questions/queue/unanswered", n: "/notifications", r: "/review" };
const PAUSE = 1200; // ms between g and the next letter
const ROWS = "[data-rows] [data-row], article[data-post]"; // rows of a list, posts of a topic
let stands; // the id of the row that the keys stand on: it outlives a part of the page that comes anew

/** The keys of the house. They rest in fields, and where a member turned them off (data-keys="off" on <html>). */
export function wireKeys() {
  if (document.documentElement.dataset.keys === "off") return;
  let going = 0;
  document.addEventListener("htmx:afterSettle", selected);
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
      const only = { d: "desk", u: "queues", r: "review" }[key];
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
    else if ((key === "n" || key === "p") && document.querySelector("[data-change]")) done(event, change(key === "n"));
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
  const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.offsetParent);
  if (!rows.length) return;
  const now = rows.indexOf(selected());
  const next = rows[Math.min(rows.length - 1, Math.max(0, now + by))];
  rows[now]?.classList.remove("is-selected");
  next.classList.add("is-selected");
  stands = next.id;
  link(next)?.focus({ preventScroll: true });
  next.scrollIntoView({ block: next.matches("article") ? "start" : "nearest" });
}

function selected() {
  const row = document.querySelector(":is([data-row], [data-post]).is-selected") ?? (stands && document.getElementById(stands));
  row?.classList.add("is-selected");
  return row;
}

// On pages that compare two wordings: the next or the previous place where they differ, from where one stands.
let changed = -1;
function change(onwards) {
  const all = [...document.querySelectorAll("[data-change]")];
  const places = all.filter((row) => !row.previousElementSibling?.matches("[data-change]"));
  changed = Math.min(places.length - 1, Math.max(0, changed + (onwards ? 1 : -1)));
  const there = places[changed];
  there.tabIndex = -1;
  there.focus({ preventScroll: true });
  there.scrollIntoView({ block: "center" });
}

function openRow() {
  link(selected())?.click();
}

function link(row) {
  return row?.matches("article") ? row : row?.querySelector("h3 a, .gh-desk-title, a");
}

// A page may give a letter to one of its own commands, or each row to its own: data-key="e" (or "shift+l").
function press(event) {
  const name = `${event.shiftKey && event.key.length === 1 ? "shift+" : ""}${event.key.toLowerCase()}`;
  const keys = [name, name.replace("shift+", "⇧")].map((key) => `[data-key="${CSS.escape(key)}"]`);
  const inRow = selected()?.querySelector(keys.join(", "));
  const target = inRow ?? document.querySelector(keys.map((key) => `${key}:not([data-row] *, [data-post] *)`).join(", "));
  if (!target) return;
  event.preventDefault();
  if (target.matches("input:not([type=checkbox]), textarea")) target.focus();
  else target.click();
}
