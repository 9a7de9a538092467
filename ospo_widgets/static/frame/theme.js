// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// The theme, before anything is painted: what the address asks for, else what the system prefers.
(() => {
  const asked = new URLSearchParams(location.search).get("theme") || "";
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    const dark = ["dark", "light"].includes(asked) ? asked === "dark" : prefers.matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.body.dataset.jpThemeLight = String(!dark);
    document.body.dataset.jpThemeName = dark ? "JupyterLab Dark" : "JupyterLab Light";
  };
  paint();
  prefers.addEventListener("change", paint);
})();
