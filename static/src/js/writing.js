/** Put words where the caret is (over what is selected), as if they were typed: undo takes them out again. */
export function write(text, words) {
  text.focus();
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    typed(text);
  }
}

/** Put `words` in the place of `old`, wherever that stands now; the caret stays with what it was at. */
export function replace(text, old, words) {
  const at = text.value.indexOf(old);
  if (at < 0) return -1;
  text.setRangeText(words, at, at + old.length, "preserve");
  typed(text);
  return at;
}

/** Replace everything, as if it was typed over. */
export function overwrite(field, words) {
  if (field.value === words) return;
  if (field.matches("textarea, input[type=text]")) {
    const here = document.activeElement;
    field.focus({ preventScroll: true });
    field.select();
    if (document.execCommand("insertText", false, words) && field.value === words) return here?.focus?.({ preventScroll: true });
  }
  field.value = words;
}

/** Whether the caret is between the fences of code. */
export function inCode(text) {
  return (text.value.slice(0, text.selectionStart).match(/^(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
}

function typed(text) {
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
