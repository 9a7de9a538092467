// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// A page may be made before anybody asks for it, so its language is chosen here, before it is seen.
// Runs when the header is there, and again for what follows when all of the page is there.
(() => {
  const DEFAULT = "en";
  const { app, base, texts, opening } = JSON.parse(document.getElementById("ospo-frame").textContent);
  const asked = new URLSearchParams(location.search).get("lang") || "";
  // A page without a session is in the visitor's language already, whatever its address says.
  const code = Object.hasOwn(texts, asked) ? asked : document.documentElement.lang || DEFAULT;
  const said = texts[code];
  for (const [key, text] of Object.entries(opening?.[code] || {})) said[`opening.${key}`] = text;
  window.ospoSaid = said;

  // An address with answers opens a later screen, which begins otherwise.
  const begun = [...new URLSearchParams(location.search).keys()].some((key) => !["lang", "theme"].includes(key));
  if (begun) document.querySelector("#ospo-opening .lead")?.remove();

  const speak = () => {
    for (const place of document.querySelectorAll("[data-say]")) place.textContent = said[place.dataset.say];
    for (const place of document.querySelectorAll("[data-label]")) place.setAttribute("aria-label", said[place.dataset.label]);
  };

  if (code !== DEFAULT || code === asked) {
    document.documentElement.lang = code;
    document.title = `${said["apps." + app]} – CERN OSPO ${said.brand}`;
    const lead = () => {
      for (const link of document.querySelectorAll(".nav a, .menu a:not(.lang), .brand, .foot a[href^='/']")) link.search = `?lang=${code}`;
    };
    lead();
    speak();
    document.addEventListener("DOMContentLoaded", () => (lead(), speak()));
  }

  for (const link of document.querySelectorAll(".lang")) {
    const other = link.dataset.language === code ? DEFAULT : link.dataset.language;
    link.textContent = texts[other].language;
    link.lang = link.hreflang = other;
    link.addEventListener("click", (event) => {
      // The answers are in the address; only the language changes. The next pages ask the cookie.
      const query = new URLSearchParams(location.search);
      query.set("lang", other);
      const safe = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `ospo-lang=${other}; path=${base}; max-age=31536000; samesite=lax${safe}`;
      event.preventDefault();
      location.search = query.toString();
    });
  }
})();
