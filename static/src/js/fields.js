import { overwrite } from "./writing.js";

const FIELDS = "input[name]:not([type=hidden], [type=password], [type=file], [type=search]), textarea[name], select[name], input[data-kept]";

/** The fields of a form (or part of one) that a draft holds; hidden ones only where they are marked `data-kept`. */
export const fields = (box) => [...box.querySelectorAll(FIELDS)].filter((field) => !field.closest("dialog, [data-canned]"));

/** Their values by name, as words. */
export const values = (box) => Object.fromEntries(fields(box).map((field) => [field.name, value(field)]));

/** Whether anything was written (and not only chosen). */
export const written = (box) => texts(box).some((field) => field.value.trim());

/** Whether the server has just sent these words back, with what is to be mended beside them. */
export const echoed = (box) => texts(box).some((field) => field.defaultValue.trim()) && !!box.closest("form")?.querySelector("[aria-invalid], .gh-callout.is-bad");

/** Put values into their fields; whether anything changed. */
export function fill(box, wanted) {
  let changed = false;
  for (const field of fields(box)) {
    const words = wanted[field.name] === undefined ? undefined : String(wanted[field.name]);
    if (words === undefined || words === value(field)) continue;
    if (field.type === "radio") field.checked = field.value === words;
    else if (field.type === "checkbox") field.checked = words === "true";
    else overwrite(field, words);
    changed = true;
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
