import { each } from "./pages.js";

// Words survive a reload, a lost session and a lost network: every [data-draft="key"] keeps its fields on this device
// until they were taken. A plain form was taken when its POST was answered by a redirect to a page that is not the door.

const PREFIX = "guildhall-draft:";
const WAIT = 400; // ms after the last key
const MONTH = 30 * 24 * 3600 * 1000;
const FIELDS = "input[name]:not([type=hidden], [type=password], [type=file], [type=search]), textarea[name], select[name]";

/** Wire all forms that keep a draft. */
export function wireDrafts() {
  settle();
  each("[data-draft]", wire);
  each("[data-resend]", (form) => form.addEventListener("submit", () => resent(form)));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!(form instanceof HTMLFormElement) || !event.detail.successful || event.detail.xhr.status === 422) return;
    for (const box of boxes(form)) {
      forget(box.dataset.draft);
      for (const field of fields(box)) if (field.matches("textarea, [type=text]")) field.value = field.defaultValue;
    }
  });
}

function wire(box) {
  const key = box.dataset.draft;
  const kept = read(key);
  if (kept && !kept.sent) bringBack(box, kept);
  let timer;
  const keep = () => {
    const values = Object.fromEntries(fields(box).map((field) => [field.name, value(field)]));
    if (fields(box).some((field) => field.matches("textarea, input") && typeof value(field) === "string" && value(field).trim())) {
      if (write(key, { values, at: Date.now() })) status(box, `Draft saved ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`);
    } else forget(key);
  };
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, WAIT); });
  addEventListener("pagehide", () => { if (timer && !read(key)?.sent) keep(); });
  const form = box.closest("form");
  form?.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
    keep();
    const now = read(key);
    if (now && !form.hasAttribute("hx-post")) write(key, { ...now, sent: true });
  });
}

function bringBack(box, kept) {
  // What the server sent back (a form with an error) is newer than what we kept.
  const texts = fields(box).filter((field) => field.matches("textarea, input"));
  if (texts.some((field) => field.matches("textarea, [type=text]") && field.defaultValue.trim() && field.getAttribute("aria-invalid"))) return;
  let brought = false;
  for (const field of fields(box)) {
    const old = kept.values[field.name];
    if (old === undefined || old === value(field) || (typeof old === "string" && field.defaultValue?.trim() && !old.trim())) continue;
    if (field.type === "radio") field.checked = field.value === old;
    else if (field.type === "checkbox") field.checked = old;
    else field.value = old;
    brought = true;
  }
  if (brought) status(box, "Your draft is back");
}

// On every page: what became of the forms that were sent from the page before.
function settle() {
  const trip = performance.getEntriesByType("navigation")[0];
  const taken = trip?.type === "navigate" && trip.redirectCount > 0 && !document.body.classList.contains("gh-door-body");
  for (const key of keys()) {
    const kept = read(key);
    if (!kept || Date.now() - kept.at > MONTH || (kept.sent && taken)) forget(key);
    else if (kept.sent) write(key, { ...kept, sent: false });
  }
}

// The page "Not sent yet" sends the same words again from a form of its own.
function resent(form) {
  const words = new Set([...form.elements].map((field) => field.value).filter((value) => value.trim()));
  for (const key of keys()) {
    const kept = read(key);
    const texts = Object.values(kept?.values ?? {}).filter((value) => typeof value === "string" && value.trim());
    if (texts.length && texts.every((text) => words.has(text))) write(key, { ...kept, sent: true });
  }
}

const boxes = (form) => [...(form.matches("[data-draft]") ? [form] : []), ...form.querySelectorAll("[data-draft]")];
const keys = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
const fields = (box) => [...box.querySelectorAll(FIELDS)];

function value(field) {
  if (field.type === "checkbox") return field.checked;
  if (field.type === "radio") return field.form?.elements[field.name]?.value ?? field.value;
  return field.value;
}

function status(box, words) {
  const line = box.querySelector("[data-draft-status]");
  if (line) line.textContent = words;
}

function read(key) {
  try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; }
}

function write(key, kept) {
  try { localStorage.setItem(PREFIX + key, JSON.stringify(kept)); return true; } catch { return false; } // full or forbidden: the page still works
}

function forget(key) {
  try { localStorage.removeItem(PREFIX + key); } catch { /* nothing was kept then */ }
}
