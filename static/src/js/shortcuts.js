const TOOLS = { b: "md-bold", i: "md-italic", k: "md-link", e: "md-code" };
const WITH_SHIFT = { Period: "md-quote", Digit7: "md-ordered-list", Digit8: "md-unordered-list" };

/** Ctrl (or Cmd) with a letter presses a tool. Tab stays what it is: the way to the next control. */
export function wireShortcuts(text, bar) {
  text.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const name = event.shiftKey ? WITH_SHIFT[event.code] : TOOLS[event.key.toLowerCase()];
    const tool = name && bar.querySelector(name);
    if (!tool) return;
    event.preventDefault();
    tool.click();
  });
}
