import { each } from "./pages.js";

/** Ticking rows of a list, one by one or a whole stretch with Shift; the bar says how many and hides while there are none. */
export function wireSelection() {
  let last; // where a stretch begins
  document.addEventListener("click", (event) => {
    const tick = event.target.closest?.("input[data-pick]");
    if (!tick) return;
    if (event.shiftKey && last?.isConnected) stretch(last, tick);
    last = tick;
    count();
  });
  each("#selection", (bar) => {
    bar.querySelector("[data-pick-all]").hidden = false;
    bar.addEventListener("click", (event) => {
      if (!event.target.closest("[data-pick-all]")) return;
      for (const tick of ticks()) tick.checked = true;
      count();
    });
    bar.addEventListener("reset", () => setTimeout(count));
    count();
  });
  document.addEventListener("htmx:afterSwap", () => count());
  addEventListener("pageshow", () => setTimeout(count)); // the browser brings ticks back
}

const ticks = () => [...document.querySelectorAll("input[data-pick]")];

function stretch(from, to) {
  const all = ticks();
  const [first, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  for (const tick of all.slice(first, end + 1)) tick.checked = to.checked;
}

function count() {
  const bar = document.getElementById("selection");
  if (!bar) return;
  const picked = ticks().filter((tick) => tick.checked).length;
  bar.classList.toggle("is-empty", !picked);
  const words = bar.querySelector("[data-picked]");
  const said = picked ? `${picked} chosen` : "";
  if (words.textContent !== said) words.textContent = said;
}
