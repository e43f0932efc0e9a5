import htmx from "./htmx.js";
import { each } from "./pages.js";

const LONGEST = 2 ** 31 - 1; // ms that a timer can hold

/** What is true until a moment (somebody is on it) is fetched again when that moment has passed; who had to wait is told. */
export function wireUntil() {
  each("[data-until]", (element) => {
    const wait = new Date(element.dataset.until) - Date.now() + 1000;
    if (wait < LONGEST) setTimeout(() => element.isConnected && htmx.trigger(element, "stale"), Math.max(0, wait));
  });
  each("[data-wait]", (refused) => setTimeout(() => {
    refused.classList.replace("is-bad", "is-ok");
    refused.textContent = "You can post it now.";
  }, refused.dataset.wait * 1000));
}
