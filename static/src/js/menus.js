/** Native details as menus: one open at a time, Escape and a press elsewhere close them. And openers of dialogs. */
export function wireMenus() {
  const open = () => document.querySelectorAll("details:is(.gh-menu, .gh-confirm)[open]");
  document.addEventListener("click", (event) => {
    // What was pressed in a menu is done, be it a part of the page that htmx brings or a place further down.
    const chosen = event.target.closest(".gh-menu form[hx-post] button, .gh-menu a[href^='#']");
    for (const menu of open()) if (chosen || !menu.contains(event.target)) menu.open = false;
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  });
}
