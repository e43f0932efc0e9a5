import htmx from "./htmx.js";

/** Call `wire(element)` once for every element that matches, now and in every part htmx brings later. */
export function each(selector, wire) {
  const seen = new WeakSet();
  htmx.onLoad((part) => {
    for (const element of [...(part.matches?.(selector) ? [part] : []), ...part.querySelectorAll(selector)]) {
      if (seen.has(element)) continue;
      seen.add(element);
      wire(element);
    }
  });
}

/** What the server said when it refused a part of a page; "" when the answer did not come from our server. */
export function refusal(xhr) {
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  return (page.querySelector(".gh-error [data-sentence]") ?? page.querySelector(".gh-error"))?.textContent.trim() ?? "";
}

/** True while somebody types: keys and swaps keep away. */
export function isTyping(element = document.activeElement) {
  return !!element?.closest?.("input:not([type=checkbox],[type=radio],[type=submit],[type=button]), textarea, select, [contenteditable]");
}
