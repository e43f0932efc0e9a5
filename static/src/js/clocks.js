import { each } from "./pages.js";

/** Times of day in the reader's own zone; the server wrote them in the organization's. */
export function wireClocks() {
  const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", { hour: "2-digit", minute: "2-digit" });
  const full = new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", { dateStyle: "full", timeStyle: "short" });
  each("time[data-clock]", (time) => {
    const when = new Date(time.dateTime);
    if (Number.isNaN(when.getTime())) return;
    time.textContent = clock.format(when);
    time.title = full.format(when);
  });
}
