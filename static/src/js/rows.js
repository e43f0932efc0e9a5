import { each } from "./pages.js";
import { readHere } from "./reading.js";

const MOST = 300; // rows at once; after that "Show more" leads to a page of its own

/** Lists of rows: coming back to the row one left by, and more rows at the end without losing one's place. */
export function wireRows() {
  document.addEventListener("click", (event) => {
    const row = event.target.closest("a") && event.target.closest("[data-rows] [data-row]");
    if (row) remember(row, event.detail === 0);
  });
  addEventListener("pagehide", () => {
    const row = document.querySelector("[data-rows] [data-row].is-selected");
    if (row) remember(row, row.contains(document.activeElement));
  });
  addEventListener("pageshow", (event) => {
    const again = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (!again) return;
    readSince();
    if (!event.persisted) comeBack();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.detail.elt.matches("[data-more]") || document.querySelectorAll("#rows > [data-row]").length < MOST) return;
    event.preventDefault();
    location.assign(event.detail.elt.href);
  });
  each("[data-more], [data-shows-rows]", (link) => {
    link.addEventListener("htmx:beforeSwap", () => { link.dataset.from = document.querySelectorAll("#rows > [data-row]").length; });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const link = event.detail.requestConfig?.elt;
    if (link?.matches?.("[data-more]")) grown(Number(link.dataset.from));
    else if (link?.matches?.("[data-shows-rows]")) begun(link);
  });
}

const titleOf = (row) => row?.querySelector("h3 a, a");
const nameOf = (row) => row.id || titleOf(row)?.getAttribute("href");

function remember(row, byKey) {
  const place = { row: nameOf(row), top: Math.round(row.getBoundingClientRect().top), byKey };
  history.replaceState({ ...history.state, ...place }, "");
}

function comeBack() {
  const { row: name, top, byKey } = history.state ?? {};
  const row = name && [...document.querySelectorAll("[data-rows] [data-row]")].find((each) => nameOf(each) === name);
  if (!row) return;
  row.classList.add("is-selected");
  scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
  if (byKey) titleOf(row)?.focus({ preventScroll: true });
}

// The browser shows the list as it was; what was read since is no longer new.
function readSince() {
  for (const [topic, post] of Object.entries(readHere())) {
    const row = document.getElementById(`topic-${topic}`);
    if (!row || Number(row.dataset.newest) > post) continue;
    row.querySelector(".gh-fresh")?.remove();
    row.classList.remove("is-unread");
    row.classList.add("is-read");
  }
}

// The address now stands for all the rows, so that a reload and the back button bring them back.
function grown(from) {
  const rows = document.querySelectorAll("#rows > [data-row]");
  const address = new URL(location);
  address.searchParams.set("show", rows.length);
  history.replaceState(history.state, "", address);
  titleOf(rows[from])?.focus({ preventScroll: true });
}

function begun(link) {
  history.replaceState(null, "", link.href);
  titleOf(document.querySelector("#rows > [data-row]"))?.focus();
}
