// What this device keeps of drafts: words survive a reload, a lost session and a lost network.

const PREFIX = "guildhall-draft:";
const MONTH = 30 * 24 * 3600 * 1000;

/** What is kept under a key: { values, at, sent, revision, window, dirty }, or null. */
export function read(key) {
  try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; }
}

/** Keep something under a key; whether it could be. */
export function keep(key, kept) {
  try { localStorage.setItem(PREFIX + key, JSON.stringify(kept)); return true; } catch { return false; } // full or forbidden: the page still works
}

/** Keep it no more. */
export function forget(key) {
  try { localStorage.removeItem(PREFIX + key); } catch { /* nothing was kept then */ }
}

/** All keys under which something is kept. */
export function keys() {
  try { return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)); } catch { return []; }
}

/**
 * On every page: what became of the forms that were sent from the page before. A plain form was taken when its POST
 * was answered by a redirect to a page that is not the door.
 */
export function settle() {
  const trip = performance.getEntriesByType("navigation")[0];
  const taken = trip?.type === "navigate" && trip.redirectCount > 0 && !document.body.classList.contains("gh-door-body");
  for (const key of keys()) {
    const kept = read(key);
    if (!kept || Date.now() - kept.at > MONTH || (kept.sent && taken)) forget(key);
    else if (kept.sent) keep(key, { ...kept, sent: false });
  }
}

/** The page "Not sent yet" sends the same words again from a form of its own. */
export function resent(form) {
  const words = new Set([...form.elements].map((field) => field.value).filter((value) => value.trim()));
  for (const key of keys()) {
    const kept = read(key);
    const texts = Object.values(kept?.values ?? {}).filter((value) => typeof value === "string" && value.trim());
    if (texts.length && texts.every((text) => words.has(text))) keep(key, { ...kept, sent: true });
  }
}
