import { echoed, fill, fillAsItComes, reset, values, written } from "./fields.js";
import { forget, keep, keys, read, resent, settle } from "./kept.js";
import { each } from "./pages.js";

// Every [data-draft="key"] keeps its fields on this device until they were taken and, where it says which revision the
// server has (data-revision), there as well: on top of that revision, so that two windows never overwrite each other.

const LOCAL = 400; // ms after the last key
const SERVER = 1500;
const BETWEEN = 3000; // ms between two savings on the server: the limit on writing is for more than drafts

/** Wire all forms that keep a draft. */
export function wireDrafts() {
  settle();
  each("[data-draft]", (box) => box.parentElement?.closest("[data-draft]") || new Draft(box));
  each("[data-resend]", (form) => form.addEventListener("submit", () => resent(form)));
}

class Draft {
  constructor(box) {
    this.box = box;
    this.key = box.dataset.draft;
    this.form = box.closest("form");
    this.onServer = box.dataset.revision !== undefined;
    this.revision = 0;
    this.window = name();
    this.halted = this.sending = this.again = false;
    this.savedAt = 0;
    if (this.onServer) this.name();
    this.open();
    box.addEventListener("input", () => this.typed());
    this.form?.addEventListener("submit", () => this.submitted());
    this.form?.addEventListener("htmx:afterRequest", (event) => this.answered(event));
    addEventListener("pagehide", () => this.left());
    addEventListener("online", () => this.dirty && this.save());
  }

  /** Begin with what the server has, or with what this device has and the server has not. */
  async open() {
    if (this.onServer && Number(this.box.dataset.revision)) await this.fetch();
    const field = document.getElementById(location.hash.slice(1));
    if (field?.matches("textarea") && this.box.contains(field)) field.focus(); // who goes on with a draft is where they write it
    const local = this.adopted() ?? read(this.key);
    const kept = this.told;
    this.revision = kept?.revision ?? 0;
    if (echoed(this.box)) return;
    if (kept && local?.dirty && !local.sent && local.window !== kept.window && local.revision !== kept.revision) {
      if (fillAsItComes(this.box, local.values)) this.overtaken("This draft went on in another window.", kept);
    } else if (kept && !local?.dirty) {
      if (fillAsItComes(this.box, kept.content)) this.say(`Your draft is back, saved ${time(kept.at)}`);
    } else if (local && !local.sent) {
      if (this.onServer && !kept && local.revision && !local.dirty) return forget(this.key); // sent or discarded elsewhere
      if (fillAsItComes(this.box, local.values)) this.say("Your draft is back");
      if (this.onServer) this.typed();
    }
  }

  async fetch() {
    const answer = await fetch(`/drafts/${this.key}`, { headers: { Accept: "application/json" } }).catch(() => null);
    this.told = answer?.ok ? await answer.json() : undefined;
  }

  /** A form for something new has a new key each time; what was typed offline under another one comes back here. */
  adopted() {
    if (!this.box.dataset.path || this.told || read(this.key)) return null;
    const kind = `${this.key.split(":")[0]}:`;
    const other = keys().find((key) => key.startsWith(kind) && read(key)?.dirty && !read(key).revision && !read(key).sent);
    const local = other && read(other);
    if (!local) return null;
    forget(other);
    keep(this.key, local);
    return local;
  }

  typed() {
    this.dirty = true;
    this.sent = false;
    clearTimeout(this.local);
    this.local = setTimeout(() => this.keep(), LOCAL);
    this.schedule();
  }

  schedule() {
    if (!this.onServer || this.halted) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.max(SERVER, BETWEEN - (Date.now() - this.savedAt)));
  }

  keep() {
    if (!written(this.box)) return forget(this.key);
    const { revision, window, dirty } = this;
    if (keep(this.key, { values: values(this.box), at: Date.now(), revision, window, dirty }) && !this.onServer) this.say(`Draft saved ${time()}`);
  }

  async save() {
    if (this.halted || this.sent) return;
    if (this.sending) { this.again = true; return; }
    const empty = !written(this.box);
    if (empty && !this.revision) return;
    this.sending = true;
    this.savedAt = Date.now();
    this.dirty = false;
    try {
      const answer = await this.post(empty ? "/deletion" : "");
      await this.heard(answer, empty);
    } catch {
      this.failed();
    } finally {
      this.sending = false;
      if (this.again) { this.again = false; this.schedule(); }
    }
  }

  post(verb) {
    this.request = new AbortController();
    const headers = { Accept: "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
    return fetch(`/drafts/${this.key}${verb}`, { method: "POST", body: this.body(), headers, signal: this.request.signal });
  }

  body() {
    const title = this.form?.elements.title?.value || document.querySelector("main h1")?.textContent.trim() || "";
    const path = this.box.dataset.path || this.box.dataset.page || `${location.pathname}#${this.box.querySelector("textarea")?.id ?? ""}`;
    const body = new URLSearchParams({ revision: this.revision, window: this.window, title, path });
    for (const [field, words] of Object.entries(values(this.box))) body.set(`content.${field}`, words);
    return body;
  }

  async heard(answer, empty) {
    if (this.sent) return;
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    if (answer.ok && told) {
      this.revision = empty ? 0 : told.revision;
      this.keep();
      this.say(empty ? "" : `Draft saved ${time()}`);
      if (this.box.dataset.path && !empty && location.pathname === new URL(this.box.dataset.path, location).pathname) history.replaceState(history.state, "", this.box.dataset.path);
    } else if (answer.status === 409 && told && told.window === this.window) {
      this.revision = told.revision; // our own words, whose answer got lost
      this.dirty = this.again = true;
    } else if (answer.status === 409 || answer.status === 410) {
      if (told) this.overtaken(told.sentence, answer.status === 409 ? told : null);
    } else if (told) {
      this.failed(told.sentence);
    } else {
      this.failed();
    }
  }

  failed(why = "Kept on this device until the connection is back") {
    this.dirty = true;
    this.keep();
    if (!this.sent) this.say(why);
  }

  /** Another window was faster, or has sent it (`kept` is null then): nothing is saved until somebody chose. */
  overtaken(sentence, kept) {
    this.halted = true;
    this.dirty = true;
    this.keep();
    this.box.querySelector("[data-elsewhere]")?.remove();
    const notice = document.getElementById("draft-elsewhere").content.firstElementChild.cloneNode(true);
    notice.dataset.elsewhere = "";
    notice.querySelector("[data-say]").textContent = sentence;
    notice.querySelector("[data-more]").textContent = kept ? `It was saved there at ${time(kept.at)}. Nothing of either is lost; with which words shall we go on?` : "What you see here is not saved. Keep it as a draft, or let it go?";
    const theirs = notice.querySelector("[data-theirs]");
    theirs.hidden = !kept;
    if (kept) theirs.querySelector("pre").textContent = kept.words;
    notice.querySelector("[data-choose=theirs]").textContent = kept ? "Use the other words" : "Let it go";
    notice.querySelector("[data-choose=mine]").textContent = kept ? "Go on with these" : "Keep these words";
    notice.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-choose]")?.dataset.choose;
      if (choice) this.chosen(choice === "mine", kept, notice);
    });
    (this.box.querySelector("[data-composer-error]") ?? this.box).append(notice);
    this.say(kept ? "Not saved: it is open in another window" : "Not saved");
  }

  chosen(mine, kept, notice) {
    notice.remove();
    this.halted = false;
    this.revision = kept?.revision ?? 0;
    this.window = name();
    this.name();
    if (mine) return this.save();
    if (kept) fill(this.box, kept.content, true);
    else reset(this.box);
    clearTimeout(this.timer);
    clearTimeout(this.local);
    this.dirty = false;
    this.keep();
    this.say(kept ? "These are the words of the other window" : "");
  }

  /** The form says which draft it sends, so that the draft ends together with the sending. */
  name() {
    for (const [field, words] of [["draft_key", this.key], ["draft_window", this.window]]) {
      const there = this.form?.querySelector(`input[name=${field}]`);
      if (there) { there.value = words; continue; }
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: field, value: words });
      this.form?.append(hidden);
    }
  }

  submitted() {
    clearTimeout(this.timer);
    clearTimeout(this.local);
    this.request?.abort();
    this.sent = true;
    this.keep();
    const now = read(this.key);
    if (now && !this.form.hasAttribute("hx-post")) keep(this.key, { ...now, sent: true });
  }

  answered(event) {
    if (event.detail.elt !== this.form) return;
    if (!event.detail.successful || event.detail.xhr.status === 422) { this.sent = false; return; }
    forget(this.key);
    reset(this.box);
    this.revision = 0;
    this.dirty = this.sent = false;
    this.window = name();
    if (this.onServer) this.name();
    this.say("");
  }

  left() {
    if (this.sent || !this.box.isConnected || !this.dirty) return;
    this.keep();
    if (!this.onServer || this.halted || !written(this.box)) return;
    const body = this.body();
    body.set("csrf_token", document.querySelector('meta[name="csrf-token"]').content);
    navigator.sendBeacon?.(`/drafts/${this.key}`, body);
  }

  say(words) {
    const lines = [...this.box.querySelectorAll("[data-draft-status]")];
    const line = lines.find((each) => each.closest("[data-composer]")?.contains(document.activeElement)) ?? lines[0];
    if (line) line.textContent = words;
  }
}

const name = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const time = (at) => new Date(at ?? Date.now()).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
