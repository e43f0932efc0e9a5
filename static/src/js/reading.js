import { each } from "./pages.js";

const LOOK = 1000; // ms for which a page must be in front before it counts as seen
const KEPT = 200; // topics that the lists are told of when one comes back to them
const STORE = "gh-read";

/** A topic counts as read once its page was really in front of somebody: data-reading says where, data-newest up to which post. */
export function wireReading() {
  each("[data-reading]", (part) => {
    let timer;
    const look = () => {
      clearTimeout(timer);
      if (!document.hidden) timer = setTimeout(() => part.isConnected && say(part).finally(() => document.removeEventListener("visibilitychange", look)), LOOK);
    };
    document.addEventListener("visibilitychange", look);
    look();
  });
}

async function say(part) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  try {
    const body = new URLSearchParams({ post: part.dataset.newest });
    const answer = await fetch(part.dataset.reading, { method: "POST", body, headers: { "X-CSRFToken": token, "HX-Request": "true" }, keepalive: true });
    if (answer.ok) note(part.dataset.reading.split("/")[2], part.dataset.newest);
  } catch {
    // The next visit says it again.
  }
}

function note(topic, post) {
  const seen = Object.entries({ ...readHere(), [topic]: Number(post) }).slice(-KEPT);
  sessionStorage.setItem(STORE, JSON.stringify(Object.fromEntries(seen)));
}

/** What was read in this tab: topic number -> newest post. Lists that the browser kept for the back button don't know of it. */
export function readHere() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "{}");
  } catch {
    return {};
  }
}
