import { say } from "./toasts.js";

const SENTENCES = {
  403: "You may not do this here.",
  404: "This is no longer here.",
  409: "Somebody was quicker. Load the page again to see how it stands.",
  410: "This was removed meanwhile.",
  413: "This is too large to send.",
  429: "That was a lot at once. Try again in a minute.",
};

/** What went wrong on the way, in a sentence that says what is safe. Pages that only refresh themselves fail silently. */
export function wireFailures() {
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, requestConfig, elt } = event.detail;
    if (requestConfig.verb === "get") return;
    if (xhr.status === 401) {
      const back = encodeURIComponent(location.pathname + location.search);
      return say("error", "You were signed out. Your text is kept on this device.", [["Sign in and come back", `/login?next=${back}`]]);
    }
    if (elt.matches?.("[data-vote], [data-toggle]")) return; // they say it beside the button
    const plain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain") && xhr.responseText.length < 200;
    const fault = xhr.status >= 500 ? "This failed on our side. Your text is kept; please try again in a moment." : "This was not taken. Your text is kept.";
    say("error", plain ? xhr.responseText : SENTENCES[xhr.status] ?? fault);
  });
  for (const broken of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(broken, (event) => {
      if (event.detail.requestConfig?.verb === "get" || event.detail.elt?.matches?.("[data-vote], [data-toggle]")) return;
      say("offline", "Not sent: there is no connection. Your text is kept on this device.");
    });
  }
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.target.method !== "post" || event.target.hasAttribute("hx-post")) return;
    event.preventDefault();
    say("offline", "Not sent: you are offline. Your text is kept on this device.");
  }, true);
}
