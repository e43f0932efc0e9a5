const YEAR = 365 * 24 * 3600;

/** Light, dark or as the system: a cookie, so that the server draws the page right from the first byte. */
export function wireTheme() {
  const box = document.querySelector("[data-theme-switch]");
  if (!box) return;
  box.hidden = false;
  const show = () => {
    for (const button of box.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === document.documentElement.dataset.theme));
  };
  show();
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    document.documentElement.dataset.theme = button.value;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${button.value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
    show();
  });
}
