import { each } from "./pages.js";

/** What scrolls inside itself (long lines of code, wide tables) can be reached and moved with the keyboard. */
export function wireScrollers() {
  const look = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  each("pre, .gh-table-scroll, .gh-body table, .gh-desk-story > .gh-body", (box) => look.observe(box));
  // On a phone the tab that one is on may be beyond the edge.
  each(".gh-tabs nav [aria-current]", (tab) => { tab.parentElement.scrollLeft = Math.max(0, tab.offsetLeft - tab.parentElement.offsetLeft - 40); });
}
