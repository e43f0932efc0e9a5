import { overwrite } from "./writing.js";

const FIELDS = "input[name]:not([type=hidden], [type=password], [type=file], [type=search]), textarea[name], select[name], input[data-kept]";

/** The fields of a form (or part of one) that a draft holds; hidden ones only where they are marked `data-kept`. */
export const fields = (box) => [...box.querySelectorAll(FIELDS)].filter((field) => !field.closest("dialog, [data-canned]"));

/** Their values by name, as words. */
export const values = (box) => Object.fromEntries(fields(box).map((field) => [field.name, value(field)]));

/** Whether anything was written (and not only chosen). */
export const written = (box) => texts(box).some((field) => field.value.trim());

/** Whether the server has just sent these words back, with what is to be mended beside them. */
export const echoed = (box) => texts(box).some((field) => field.defaultValue.trim()) && !!(box.closest("form")?.querySelector("[aria-invalid], .gh-callout.is-bad") ?? document.querySelector("main .gh-callout.is-bad[role=alert]"));

/** Put values into their fields; whether anything changed. With `undoable` as if they were typed over what is there. */
export function fill(box, wanted, undoable = false) {
  let changed = false;
  for (const field of fields(box)) {
    const words = wanted[field.name] === undefined ? undefined : String(wanted[field.name]);
    if (words === undefined || words === value(field)) continue;
    if (field.type === "radio") field.checked = field.value === words;
    else if (field.type === "checkbox") field.checked = words === "true";
    else if (undoable) overwrite(field, words);
    else field.value = words;
    if (field.matches("select, [type=radio]")) field.dispatchEvent(new Event("change", { bubbles: true })); // more fields may come
    changed = true;
  }
  return changed;
}

/** The same, and again for fields that come into the form later, when the place is chosen that asks for them. */
export function fillAsItComes(box, wanted) {
  const there = new Set(fields(box).map((field) => field.name));
  const missing = Object.fromEntries(Object.entries(wanted).filter(([name]) => !there.has(name)));
  const changed = fill(box, wanted);
  if (Object.keys(missing).length) {
    box.addEventListener("htmx:afterSettle", () => {
      fill(box, missing);
      for (const field of fields(box)) delete missing[field.name];
    });
  }
  return changed;
}

/** Back to how the page came. */
export function reset(box) {
  for (const field of texts(box)) field.value = field.defaultValue;
}

const texts = (box) => fields(box).filter((field) => field.matches("textarea, [type=text], input:not([type])"));

function value(field) {
  if (field.type === "checkbox") return String(field.checked);
  if (field.type === "radio") return field.form?.elements[field.name]?.value ?? field.value;
  return field.value;
}
