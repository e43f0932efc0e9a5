import htmx from "./htmx.js";
import { each, isTyping } from "./pages.js";

// The server only says what is stale ("answers" of "topic:7"). Elements with data-live="topic:7/answers" then fetch
// themselves again, each after a short wait of its own so that a full room does not ask in the same instant.

const JITTER = [50, 400]; // ms
const stale = new Set(); // elements that wait: the tab is hidden or somebody uses them
const rooms = new Set();
let socket;

/** Join the rooms of the page; nothing is loaded when the page has none. */
export function wireLive() {
  each("[data-live]", (element) => roomsOf(element).forEach(join));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  document.addEventListener("focusout", () => setTimeout(flush));
  document.addEventListener("toggle", () => setTimeout(flush), true);
  document.addEventListener("htmx:afterSettle", () => setTimeout(flush));
  document.addEventListener("selectionchange", () => { if (document.getSelection().isCollapsed) setTimeout(flush); });
  // Somebody may have begun to use a part while its new version was on its way.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    if (requestConfig.triggeringEvent?.type !== "stale" || !target.matches("[data-live]") || !isUsed(target)) return;
    event.detail.shouldSwap = false;
    stale.add(target);
  });
  // A page with an open line can't be kept for the back button.
  addEventListener("pagehide", () => socket?.then((line) => line.disconnect()));
  addEventListener("pageshow", (event) => { if (event.persisted) socket?.then((line) => line.connect()); });
}

async function join(room) {
  if (rooms.has(room)) return;
  rooms.add(room);
  socket ??= import("../socket.js").then(({ connect }) => open(connect()));
  const line = await socket;
  if (line.connected) line.emit("join", asking(room));
}

function open(line) {
  let missed = false;
  line.on("connect", async () => {
    try {
      await Promise.all([...rooms].map((room) => line.emitWithAck("join", asking(room))));
    } catch {
      return; // lost again before the rooms were open; the next connection joins them
    }
    document.documentElement.dataset.connection = "live";
    // Whatever happened while we were away was not said to us.
    if (missed) document.querySelectorAll("[data-live]:not([data-live-reveal])").forEach(soon);
    missed = false;
  });
  line.on("disconnect", (why) => {
    missed = true;
    document.documentElement.dataset.connection = "lost";
    // Cut by the server, since we may see less now: the rooms are asked for again, as whoever we are then.
    if (why === "io server disconnect") setTimeout(() => line.connect(), JITTER[1] + Math.random() * JITTER[1]);
  });
  line.on("ask again", ({ room }) => setTimeout(() => line.emit("join", asking(room)), Math.random() * JITTER[1]));
  line.on("stale", ({ room, fragment }) => {
    for (const element of document.querySelectorAll(`[data-live~="${CSS.escape(`${room}/${fragment}`)}"]`)) soon(element);
  });
  return line;
}

function soon(element) {
  setTimeout(() => refresh(element), JITTER[0] + Math.random() * (JITTER[1] - JITTER[0]));
}

function refresh(element) {
  if (!element.isConnected) return;
  if (element.hasAttribute("data-live-reveal")) return reveal(element);
  if (document.hidden || isUsed(element)) return void stale.add(element);
  stale.delete(element);
  htmx.trigger(element, "stale");
}

// Somebody types in it, has begun a comment there or asked for its form a moment ago, has one of its menus open or some
// of its words selected.
function isUsed(element) {
  const chosen = document.getSelection();
  return (element.contains(document.activeElement) && isTyping())
    || element.querySelector("details:is(.gh-menu, .gh-confirm)[open], [data-writing], .htmx-request")
    || (!chosen.isCollapsed && element.contains(chosen.anchorNode));
}

function flush() {
  for (const element of [...stale]) refresh(element);
}

// Rows never move under the reader: a line offers to show them.
function reveal(element) {
  const count = Number(element.dataset.moved ?? 0) + 1;
  element.dataset.moved = String(count);
  element.dataset.since ??= new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const words = element.querySelector("[data-count]") ?? element;
  words.textContent = count === 1 ? `Something moved at ${element.dataset.since} · show it` : `${count} things moved since ${element.dataset.since} · show them`;
  element.hidden = false;
}

// By its age (seconds since its own request, after redirects) the page hears what was said before it could listen.
const asked = performance.getEntriesByType("navigation")[0]?.requestStart ?? 0;
const asking = (room) => ({ room, age: (performance.now() - asked) / 1000 });
const roomsOf = (element) => element.dataset.live.split(" ").map((part) => part.slice(0, part.lastIndexOf("/")));
