import { gfm } from "@joplin/turndown-plugin-gfm";
import TurndownService from "turndown";
import { inCode, write } from "./writing.js";

const RICH = "table, a[href], b, strong, em, i, del, s, li, pre, code, blockquote, h1, h2, h3, h4, h5, h6, hr";
const CODE = /[{};]$|=>|^\s*(?:def|class|import|from|const|let|var|function|public|private|return|elif|SELECT|INSERT|UPDATE)\b|^Traceback |^\s+at \S+|^\s+File "/im;

/**
 * What is pasted from documents, sheets and web pages becomes Markdown; code goes between fences. Pasting without
 * formatting (Ctrl+Shift+V) leaves the words alone, and what was made of them is undone in one step.
 */
export function wirePasting(text) {
  let plainly = false;
  text.addEventListener("keydown", (event) => { plainly = event.code === "KeyV" && event.shiftKey && (event.ctrlKey || event.metaKey); }, true);
  text.addEventListener("paste", (event) => {
    const skip = plainly;
    plainly = false;
    if (!event.clipboardData) return;
    const plain = event.clipboardData.files.length ? "" : event.clipboardData.getData("text/plain");
    const asItIs = skip || inCode(text);
    const words = asItIs ? plain : made(event.clipboardData);
    if (!words) return void (asItIs || named(text, plain.trim()));
    event.preventDefault();
    event.stopImmediatePropagation(); // a sheet brings a picture of itself along
    write(text, asItIs ? words : spaced(text, words));
  }, true);
}

// The address of something here is pasted as it is, and a moment later says what stands there.
async function named(text, address) {
  if (text.selectionStart !== text.selectionEnd || /\s/.test(address) || !address.startsWith(`${location.origin}/`)) return;
  const { pathname, hash } = new URL(address);
  const answer = await fetch(`/completions/title?${new URLSearchParams({ path: pathname + hash })}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.status !== 200) return;
  const { title, path } = await answer.json();
  const end = text.selectionStart;
  if (document.activeElement !== text || text.value.slice(end - address.length, end) !== address) return; // they went on
  text.setSelectionRange(end - address.length, end);
  write(text, `[${title.replace(/[[\]]/g, "\\$&")}](${path})`);
}

function made(clipboard) {
  const html = clipboard.getData("text/html");
  const plain = clipboard.getData("text/plain").replace(/\r\n?/g, "\n");
  const page = html ? tidied(parsed(html)) : null;
  if (page && !page.body.textContent.trim()) return ""; // a picture alone
  if (page && isEditor(page)) return plain.includes("\n") ? fenced(plain) : "";
  if (page?.body.querySelector(RICH)) return converter().turndown(page.body);
  return clipboard.files.length === 0 && looksLikeCode(plain) ? fenced(plain) : "";
}

// Code editors give their lines in a fixed-width face that keeps white space.
function isEditor(page) {
  const first = page.body.firstElementChild;
  const style = (first?.matches("div, pre") && first.dataset.style) || "";
  return /white-space:\s*pre/.test(style) && /mono|courier|consolas|menlo/i.test(style);
}

function looksLikeCode(words) {
  const lines = words.split("\n").filter((line) => line.trim());
  return lines.length > 1 && lines.some((line) => /^(?: {2,}|\t)/.test(line)) && CODE.test(words) && !words.includes("```");
}

function fenced(words) {
  const longest = Math.max(0, ...[...words.matchAll(/^`{3,}/gm)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}\n${words.replace(/\s+$/, "").replace(/^\n+/, "")}\n${fence}`;
}

// Styles say what was a code editor; our content policy lets none in, so they go by another name.
function parsed(html) {
  const words = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/(<[^>]*?\s)style=/gi, "$1data-style=");
  return new DOMParser().parseFromString(words, "text/html");
}

function tidied(page) {
  for (const node of page.querySelectorAll("style, script, title, template, colgroup, img:not([src^='http'])")) node.remove();
  // Documents wrap everything in a "bold" that isn't, and put paragraphs into cells.
  for (const node of page.querySelectorAll("b[data-style*='font-weight:normal'], b[data-style*='font-weight: normal'], :is(td, th) :is(p, div)")) node.replaceWith(...node.childNodes, " ");
  for (const node of page.querySelectorAll(":is(td, th) br")) node.replaceWith(" ");
  for (const table of page.querySelectorAll("table")) withHead(table);
  return page;
}

// A table in Markdown has a head: without one, its first row.
function withHead(table) {
  if (table.querySelector("th") || !table.rows.length) return;
  for (const cell of [...table.rows[0].cells]) {
    const head = table.ownerDocument.createElement("th");
    head.append(...cell.childNodes);
    cell.replaceWith(head);
  }
}

let service;
function converter() {
  if (service) return service;
  service = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", codeBlockStyle: "fenced", emDelimiter: "_", hr: "---" });
  service.use(gfm);
  service.addRule("item", { filter: "li", replacement: item });
  const escaped = service.escape.bind(service);
  service.escape = (words) => escaped(words).replace(/(\w)\\_(?=\w)/g, "$1_"); // file_names stay as they are
  return service;
}

function item(content, node) {
  const list = node.parentNode;
  const number = list.nodeName === "OL" ? (Number(list.getAttribute("start")) || 1) + [...list.children].indexOf(node) : 0;
  const mark = number ? `${number}. ` : "- ";
  return `${mark}${content.trim().replace(/\n/g, `\n${" ".repeat(mark.length)}`)}\n`;
}

// Tables, lists and code stand on lines of their own.
function spaced(text, words) {
  if (!words.includes("\n") && !/^(?:[#>|`-]|\d+\.)/.test(words)) return words;
  const before = text.value.slice(0, text.selectionStart);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  return `${gap}${words}\n\n`;
}
