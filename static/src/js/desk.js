import { each, isTyping } from "./pages.js";

/** The desk's own keys (U public update, I internal note) and the care taken before something becomes public. */
export function wireDesk() {
  const off = document.documentElement.dataset.keys === "off";
  const hints = document.querySelector("[data-desk-keys]");
  if (hints) hints.hidden = off;
  // The newest is at the foot: that is where one goes on reading.
  each("[data-desk-said]", (said) => { said.scrollTop = said.scrollHeight; });
  const composer = document.getElementById("desk-entry");
  if (!composer) return;
  // The eye should pass over "who reads this" before the hand goes on typing.
  composer.addEventListener("change", (event) => {
    if (event.target.name === "visibility" && event.target.value === "public") composer.querySelector(".gh-audience.is-public")?.focus();
  });
  if (!off) document.addEventListener("keydown", (event) => choose(event, composer));
}

function choose(event, composer) {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const audience = { u: "public", i: "internal" }[event.key.toLowerCase()];
  if (!audience) return;
  event.preventDefault();
  composer.querySelector(`[name="visibility"][value="${audience}"]`).checked = true;
  composer.querySelector("textarea").focus();
}
