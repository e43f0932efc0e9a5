// htmx, with our CSRF token on every request that changes something. Its settings are in the meta tag of the layout.
import htmx from "htmx.org";

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});

export default htmx;
