import { inCode, write } from "./writing.js";

const ITEM = /^(\s*)(?:([-*+])|(\d{1,4})([.)]))( +)(\[[ xX]\] +)?|^(\s*(?:> ?)+)/;

/** Enter goes on with a list or a quote; on an empty item it ends it. */
export function wireItems(text) {
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (text.selectionStart !== text.selectionEnd || inCode(text) || text.closest("text-expander")?.querySelector("[role=listbox]")) return;
    const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
    const line = text.value.slice(start, text.selectionStart);
    const found = ITEM.exec(line);
    if (!found) return;
    event.preventDefault();
    if (line.length > found[0].length || text.value.slice(text.selectionStart).split("\n", 1)[0].trim()) return write(text, `\n${next(found)}`);
    text.setSelectionRange(start, text.selectionStart);
    write(text, "\n");
  });
}

function next([all, indent, bullet, number, dot, gap, box]) {
  if (!bullet && !number) return all; // a quote
  return `${indent}${bullet ?? Number(number) + 1 + dot}${gap}${box ? "[ ] " : ""}`;
}
