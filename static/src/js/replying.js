// Reply and Quote bring their post to the composer of the page; selected words can be quoted from where they stand.
// Without scripts, or without a composer, both lead to a page that does the same.

import { each } from "./pages.js";

const form = () => document.querySelector("[data-answer-form]");

/** Wire the replies and quotes of the page, also of the parts that come later. */
export function wireReplying() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-unreply]")) return replyTo("", "");
    const link = event.target.closest("a[data-reply], a[data-quote]");
    if (!link || event.ctrlKey || event.metaKey || !form()) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    const post = link.closest("[data-post]");
    replyTo(link.dataset.reply ?? link.dataset.quote, post.dataset.author);
    if ("quote" in link.dataset) write(quoteOf(post, wordsOf(post)));
    else write("");
  });
  each("[data-writing]", (writing) => writing.querySelector("textarea").focus());
  document.addEventListener("click", (event) => event.target.closest("[data-leave]") && leave(event.target.closest("[data-writing]")));
  if (form()) document.addEventListener("selectionchange", offerSoon);
  addEventListener("hashchange", unfold);
  unfold();
}

// What was begun stays as a draft; the page may be refreshed again.
function leave(writing) {
  const place = writing.parentElement;
  writing.remove();
  document.querySelector(`[hx-target="#${place.id}"]`)?.focus();
  document.dispatchEvent(new Event("focusout"));
}

function replyTo(ident, name) {
  const line = form().querySelector("[data-replying]");
  line.hidden = !ident;
  line.querySelector("input").value = ident;
  const parent = line.querySelector("[data-parent]");
  parent.textContent = name;
  parent.href = `#answer-${ident}`;
  line.querySelector("[data-unreply]").hidden = !ident;
}

// Into the text where the cursor stands, on lines of its own; the draft hears of it as of anything typed.
function write(words) {
  const text = form().querySelector("textarea");
  const before = text.value.slice(0, text.selectionStart).trimEnd();
  text.focus();
  if (!words) return;
  const gap = before ? "\n\n" : "";
  text.setRangeText(gap + words, before.length, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function quoteOf(post, words) {
  const name = post.dataset.author.replace(/[\\[\]*_`<>]/g, "\\$&");
  const lines = words.trim().split("\n").map((line) => `> ${line}`.trimEnd());
  return `> [${name} wrote](/posts/${post.dataset.post}):  \n${lines.join("\n")}\n\n`;
}

// The post's own words, without what it quotes itself.
function wordsOf(post) {
  const body = post.querySelector(".gh-body").cloneNode(true);
  for (const quote of body.querySelectorAll("blockquote")) quote.remove();
  const there = document.createElement("div");
  there.className = "gh-hidden"; // words of what isn't drawn have no line ends
  there.append(body);
  document.body.append(there);
  const words = body.innerText;
  there.remove();
  return words;
}

let timer;
function offerSoon() {
  clearTimeout(timer);
  timer = setTimeout(offer, 150);
}

function offer() {
  const old = document.getElementById("quote-offer");
  const chosen = document.getSelection();
  const words = chosen.isCollapsed ? "" : chosen.toString().trim();
  const post = words && postAround(chosen);
  if (!post) return old?.remove();
  const button = old ?? made();
  const place = chosen.getRangeAt(0).getBoundingClientRect();
  button.style.left = `${Math.max(8, Math.min(scrollX + place.left, scrollX + innerWidth - 130))}px`;
  button.style.top = `${scrollY + place.bottom + 8}px`; // below: above, phones show their own menu
  button.onclick = () => {
    button.remove();
    replyTo(post.id === "question" ? "" : post.dataset.post, post.dataset.author);
    write(quoteOf(post, words));
    chosen.removeAllRanges();
  };
}

function postAround(chosen) {
  const [start, end] = [chosen.anchorNode, chosen.focusNode].map((node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(".gh-post-main > .gh-body"));
  return start && start === end ? start.closest("[data-post]") : null;
}

function made() {
  const button = Object.assign(document.createElement("button"), { id: "quote-offer", type: "button", className: "gh-btn is-s is-primary gh-quote-offer", textContent: "Quote" });
  button.dataset.key = "q"; // what is selected by keyboard is quoted by keyboard
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
  document.body.append(button);
  return button;
}

// A link to a comment opens the fold it is in; one to an answer of a long topic shows the stretch with it; an address
// that only says which post is meant (that of a merged topic leads to one) comes to that.
function unfold() {
  const [, meant] = /[?&]at=(\d+)/.exec(location.search) ?? [];
  if (meant && !location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") document.getElementById(`answer-${meant}`)?.scrollIntoView();
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const [, ident] = /^#answer-(\d+)$/.exec(location.hash) ?? [];
  if (ident && !target && document.querySelector("[data-stretch]") && !location.search.includes(`at=${ident}`)) {
    return location.replace(`?at=${ident}${location.hash}`);
  }
  const fold = target && target.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
}
