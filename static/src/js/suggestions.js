import { each } from "./pages.js";

/** A combobox whose listbox is fetched while typing: arrows choose, Enter opens, Escape closes, Ctrl+Enter asks. */
export function wireSuggestions() {
  each("[data-suggests]", wire);
}

function wire(form) {
  const field = form.querySelector("[role=combobox]");
  const place = form.querySelector("[data-suggestions]");
  const options = () => [...place.querySelectorAll("[role=option]")];

  const choose = (option) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    place.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    choose(null);
  };

  place.addEventListener("htmx:afterSwap", () => {
    if (!field.value.trim()) close();
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", String(options().length > 0));
  });
  field.addEventListener("keydown", (event) => {
    const all = options();
    const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && place.childElementCount) close();
    else if (event.key === "ArrowDown" && all.length) choose(all[(now + 1) % all.length]);
    else if (event.key === "ArrowUp" && all.length) choose(all[(now <= 0 ? all.length : now) - 1]);
    else if (event.key === "Enter" && now >= 0 && !event.ctrlKey && !event.metaKey) all[now].click();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    else return;
    event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!form.contains(event.target)) close();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
}
