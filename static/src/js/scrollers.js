import { each } from "./pages.js";

/** Move a row sideways, only when what one is on is not wholly in it, and then so that its neighbours show as well. */
function bringIntoView(here, row) {
  const [mine, its] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  if (mine.left < its.left || mine.right > its.right) row.scrollLeft += mine.left - its.left - (its.width - mine.width) / 2;
}

/** What scrolls inside itself (long lines of code, wide tables) can be reached and moved with the keyboard. */
export function wireScrollers() {
  const look = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  each("pre, .gh-table-scroll, .gh-body table, .gh-desk-story > .gh-body", (box) => look.observe(box));
  // On a phone the tab, place or queue that one is on may be beyond the edge.
  each(":is(.gh-tabs nav, .gh-left) [aria-current]", (here) => bringIntoView(here, here.closest(".gh-tabs nav, .gh-left")));
}
