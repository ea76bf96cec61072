// Light or dark as the reader chose; without a choice the system's preference stands (see theme.css).
"use strict";
{
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem("scheme"); } catch { return null; } };
  const chosen = read();
  if (chosen === "light" || chosen === "dark") root.dataset.bsTheme = chosen;
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-scheme-toggle]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const isDark = root.dataset.bsTheme
        ? root.dataset.bsTheme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.bsTheme = isDark ? "light" : "dark";
      try { localStorage.setItem("scheme", root.dataset.bsTheme); } catch { /* private window: for this page only */ }
    });
  });
  // An open menu closes when the reader goes on elsewhere, or with Escape.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.drop[open]"))
      if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.drop[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
