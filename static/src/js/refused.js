import { each } from "./pages.js";

/** What was refused comes back with the first field to mend in focus: long forms scroll to it, and it is read out with its sentence. */
export function wireRefused() {
  each("form .has-error", (wrong) => {
    if (!document.activeElement?.closest(".has-error")) wrong.querySelector("input:not([type=hidden], [type=file]), select, textarea")?.focus();
  });
}
