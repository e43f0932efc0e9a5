import "@github/text-expander-element";
import EMOJI from "./emoji.json";

const PLACES = { "@": "/completions/people", "#": "/completions/references" };
const AT_MOST = 8;
const PAUSE = 120; // ms after the last key

/** What is offered after @ (people, groups), # (tags, articles, tickets) and : (emoji) while somebody types. */
export function wireCompletions(composer, text) {
  const expander = composer.querySelector("text-expander");
  let latest = 0;
  expander.addEventListener("text-expander-change", (event) => {
    const { key, text: words, provide } = event.detail;
    const turn = (latest += 1);
    const late = () => turn !== latest && new Promise(() => {}); // what comes late neither opens a list nor closes one
    provide(pause().then(late).then(() => (key === ":" ? emoji(words) : fetched(composer, key, words))).then(
      async (options) => (await late(), { matched: options.length > 0, fragment: list(options, key) }),
    ));
  });
  expander.addEventListener("text-expander-value", (event) => { event.detail.value = event.detail.item.dataset.value; });
  expander.addEventListener("text-expander-committed", () => text.dispatchEvent(new Event("input", { bubbles: true })));
  expander.addEventListener("text-expander-activate", () => requestAnimationFrame(() => keepInside(expander)));
}

/** Begin to write `letters` at the caret, so that the list opens. */
export function begin(text, letters, write) {
  const before = text.value.slice(0, text.selectionStart);
  write(text, before && !/\s$/.test(before) ? ` ${letters}` : letters);
}

async function fetched(composer, key, words) {
  const query = new URLSearchParams({ q: words });
  if (composer.dataset.topic) query.set("topic", composer.dataset.topic);
  const place = composer.closest("form")?.elements.category?.value;
  if (place) query.set("category", place);
  try {
    const answer = await fetch(`${PLACES[key]}?${query}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return [];
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.querySelectorAll("[role=option]")].map((option) => document.importNode(option, true));
  } catch { return []; }
}

const pause = () => new Promise((done) => { setTimeout(done, PAUSE); });

async function emoji(words) {
  if (words.length < 2) return []; // "10: x" and ":)" are left alone
  const wanted = words.toLowerCase();
  const names = Object.keys(EMOJI);
  const found = [...names.filter((name) => name.startsWith(wanted)), ...names.filter((name) => name.indexOf(wanted) > 0)];
  return found.slice(0, AT_MOST).map((name) => {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.id = `emoji-${name}`;
    option.dataset.value = EMOJI[name];
    option.textContent = `${EMOJI[name]}  ${name.replaceAll("_", " ")}`;
    return option;
  });
}

function list(options, key) {
  const box = document.createElement("ul");
  box.className = "gh-pop gh-completions";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", { "@": "People and groups", "#": "Tags and articles", ":": "Emoji" }[key]);
  box.append(...options);
  return box;
}

function keepInside(expander) {
  const box = expander.querySelector("[role=listbox]");
  if (!box) return;
  const over = box.getBoundingClientRect().right - document.documentElement.clientWidth + 12;
  if (over > 0) box.style.left = `${Math.max(0, parseFloat(getComputedStyle(box).left) - over)}px`;
}
