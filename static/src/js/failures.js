import { refusal } from "./pages.js";
import { say } from "./toasts.js";

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
    const fault = xhr.status >= 500 ? "This failed on our side. Your text is kept; please try again in a moment." : "This was not taken. Your text is kept.";
    say("error", (xhr.status < 500 && refusal(xhr)) || fault);
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
