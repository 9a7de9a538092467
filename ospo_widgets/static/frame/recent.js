// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// “Continue where you stopped” on the home page: the newest work that this browser keeps.
// Everything is read from this browser's own store and shown as text; nothing is sent anywhere.
(() => {
  const WORK = "ospo:kept."; // see keeping.js
  const SHOWN = 5;
  const LOCALES = { "": "en-GB", en: "en-GB" }; // days before months, as in all our texts
  const PAGE = /^\/(?!\/)[\w%./~@+-]*\/[a-z_]+\.ipynb$/;
  const ID = /^[\w-]{6,24}$/;
  const list = document.getElementById("ospo-recent");
  if (!list) return;
  const section = list.closest("section[hidden]");
  const said = (key, title = "") => (window.ospoSaid?.[`kept.recent.${key}`] || "").replace("{title}", title);
  const attempt = (work, otherwise) => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };

  const read = (key) => {
    const record = attempt(() => JSON.parse(localStorage.getItem(key)), null);
    const good =
      record && ID.test(record.id) && PAGE.test(record.path) && Number.isFinite(record.time) &&
      [record.name, record.title, record.count, record.query].every((text) => typeof text === "string");
    return good ? { ...record, key } : null;
  };
  const keys = () => attempt(() => Object.keys(localStorage), []).filter((key) => key.startsWith(WORK));
  const forget = (key) => attempt(() => localStorage.removeItem(key));

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const when = (seconds) =>
    new Intl.DateTimeFormat(LOCALES[document.documentElement.lang] || document.documentElement.lang, {
      day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
    }).format(seconds * 1000);

  const item = (record) => {
    const title = [record.name, record.title].filter(Boolean).join(": ").slice(0, 120);
    const query = new URLSearchParams(record.query);
    query.set("kept", record.id);
    const language = new URLSearchParams(location.search).get("lang") || record.lang;
    if (language) query.set("lang", language);
    const made = element("li", "");
    const about = [record.count.slice(0, 100), when(record.time)].filter(Boolean).join(" · ");
    const button = element("button", said("forget"), {
      type: "button", class: "act", "aria-label": said("forget_label", title),
    });
    button.addEventListener("click", () => {
      forget(record.key);
      draw();
      tell();
    });
    made.append(element("a", title, { href: `${record.path}?${query}` }), " ", element("span", about, { class: "muted small" }), " ", button);
    return made;
  };

  const tell = () => {
    const region = document.getElementById("ospo-status");
    if (region) region.textContent = said("forgotten");
    (list.querySelector("a") || document.getElementById("content"))?.focus();
  };

  const draw = () => {
    const found = keys().map(read).filter(Boolean).sort((a, b) => b.time - a.time);
    const items = found.slice(0, SHOWN).map(item);
    if (found.length) {
      const last = element("li", "");
      const all = element("button", said("forget_all"), { type: "button", class: "act" });
      all.addEventListener("click", () => {
        keys().forEach(forget);
        draw();
        tell();
      });
      last.append(all);
      items.push(last);
    }
    list.replaceChildren(...items);
    list.hidden = !found.length;
    if (section) section.hidden = !found.length;
  };
  draw();
  window.addEventListener("storage", draw); // another tab kept or forgot something
  window.addEventListener("pageshow", draw);
})();
