import "@github/file-attachment-element";
import { replace, write } from "./writing.js";

const NAMELESS = /^(image|img|picture|photo|screenshot|screen-shot|bildschirm|capture|dsc|pxl)?[\s\d_-]*$/i;

/**
 * Files that are chosen, dropped or pasted. While one is on its way a line in the text holds its place; then it is
 * shown in words that the writer is asked to mend. What is refused leaves the text as it was.
 */
export function wireAttachments(composer, text) {
  const input = composer.querySelector("input[type=file]");
  const status = composer.querySelector("[data-draft-status]");
  const line = composer.querySelector("[data-composer-error]");
  let queue = Promise.resolve();
  let coming = 0;

  composer.querySelector("[data-tool=attach]")?.addEventListener("click", () => input.click());
  composer.addEventListener("file-attachment-accepted", (event) => {
    line.replaceChildren();
    for (const { file } of event.detail.attachments) {
      if (file.size > Number(input.dataset.most)) {
        refuse(`${named(file)}: ${tooLarge(input)}`);
        continue;
      }
      coming += 1;
      toTheEndOfTheLine(text);
      const mark = `![${named(file)} is on its way…](${coming}-${Date.now()})`;
      const before = text.selectionStart && text.value[text.selectionStart - 1] !== "\n" ? "\n" : "";
      write(text, `${before}${mark}\n`);
      queue = queue.then(() => bring(file, mark, before)).finally(() => {
        coming -= 1;
        if (!coming) line.querySelector("[data-sending]")?.remove();
      });
    }
  });
  text.form?.addEventListener("submit", (event) => {
    if (!coming) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    line.querySelector("[data-sending]")?.remove();
    refuse("A file is still on its way. Send it in a moment.").dataset.sending = "";
  }, true);

  async function bring(file, mark, before) {
    try {
      const { markdown, kind } = await send(file, composer.closest("[data-draft]")?.dataset.draft ?? "", text.value, (percent) => {
        status.textContent = `${named(file)}: ${percent} %`;
      });
      place(mark, markdown, kind, file);
    } catch (failure) {
      replace(text, `${before}${mark}\n`, "") < 0 && replace(text, mark, "");
      status.textContent = "";
      refuse(`${named(file)}: ${failure.message || tooLarge(input)}`);
    }
  }

  // A picture without words is lost on those who can't see it: the caret goes to where they belong.
  function place(mark, markdown, kind, file) {
    const nameless = NAMELESS.test(file.name.replace(/\.\w+$/, ""));
    const words = kind === "image" && nameless ? markdown.replace(/^!\[[^\]]*\]/, "![What can be seen here]") : markdown;
    const last = text.selectionStart;
    const at = replace(text, mark, words);
    status.textContent = kind === "image" ? "The picture is in. Say between the brackets what can be seen." : "The file is in.";
    if (at < 0 || kind !== "image" || coming > 1 || last < at || last > at + mark.length + 1) return;
    text.focus({ preventScroll: true });
    text.setSelectionRange(at + 2, at + words.indexOf("]("));
  }

  function refuse(words) {
    const said = document.createElement("p");
    said.className = "gh-error";
    said.setAttribute("role", "alert");
    said.textContent = words;
    line.append(said);
    return said;
  }
}

// A file stands on a line of its own, and takes the place of nothing that is selected (such as the words for the last one).
function toTheEndOfTheLine(text) {
  const at = text.value.indexOf("\n", text.selectionEnd);
  const end = at < 0 ? text.value.length : at;
  text.setSelectionRange(end, end);
}

const tooLarge = (input) => `it is larger than ${Math.floor(input.dataset.most / 1_000_000)} MB. A smaller copy, or a part of it, will do.`;
const named = (file) => file.name.replace(/[[\]()]/g, "");

function send(file, key, words, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    body.append("draft_key", key);
    body.append("text", words); // what was taken out of it again makes room for another
    request.open("POST", "/files");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf-token"]').content);
    request.upload.addEventListener("progress", (event) => progress(Math.round((100 * event.loaded) / event.total)));
    request.addEventListener("load", () => {
      if (request.status === 201) return resolve(JSON.parse(request.responseText));
      reject(new Error(sentence(request)));
    });
    request.addEventListener("error", () => reject(new Error("there is no connection. Try again when it is back.")));
    request.send(body);
  });
}

function sentence(request) {
  if (request.status === 413) return ""; // too large
  if (request.status === 401) return "you were signed out. Sign in in another tab, then try again.";
  if (request.status === 429) return "that was quick. Wait a minute, then try again.";
  try { return JSON.parse(request.responseText).sentence; } catch { return "it could not be kept. Try again in a moment."; }
}
