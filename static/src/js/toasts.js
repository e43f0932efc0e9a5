import { each } from "./pages.js";

const STAYS = { badge: 10000, error: 0, offline: 0 }; // ms; 0 stays until it is closed
const OTHERS = 6000;
const AT_MOST = 2;

/** Messages at the foot: those the server sent with the page, and those `say` brings. */
export function wireToasts() {
  each("#toasts > [data-toast]", arm); // those the page brought, and those it fetched since
}

/** Say `words` in a toast of `kind` (ok, info, error, offline); `links` are [text, address]. */
export function say(kind, words, links = []) {
  const box = document.getElementById("toasts");
  const form = document.getElementById(`toast-${kind}`) ?? document.getElementById("toast");
  if (!box || !form) return;
  const toast = form.content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = words;
  for (const [text, address] of links) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = text;
    toast.querySelector("p").after(link);
  }
  for (const other of box.children) if (other.textContent === toast.textContent) other.remove();
  const passing = [...box.children].filter((other) => other.dataset.toast !== "error");
  if (box.children.length >= AT_MOST) (passing[0] ?? box.firstElementChild).remove();
  box.append(toast);
  arm(toast);
}

const armed = new WeakSet();

function arm(toast) {
  if (armed.has(toast)) return;
  armed.add(toast);
  const close = toast.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => toast.remove());
  const stays = STAYS[toast.dataset.toast] ?? OTHERS;
  if (!stays) return;
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), stays); };
  // Nobody has to race a message: it waits while it is pointed at or holds the focus.
  for (const stop of ["pointerenter", "focusin"]) toast.addEventListener(stop, () => clearTimeout(timer));
  for (const go of ["pointerleave", "focusout"]) toast.addEventListener(go, () => { clearTimeout(timer); start(); });
  start();
}
