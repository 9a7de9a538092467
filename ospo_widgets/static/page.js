// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// One hidden widget a page. It tells Python that front-end code of ours runs, keeps the address
// of a Voilà page in step with the state, speaks status texts, and reports the theme.
function render({ model, el }) {
  el.hidden = true;
  const voila = "voila" in document.body.dataset;

  const theme = () => {
    model.set("dark", document.body.dataset.jpThemeLight === "false");
    model.save_changes();
  };
  const watcher = new MutationObserver(theme);
  watcher.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });

  // JupyterLab owns its address bar; only a page of our own may change it.
  const address = () => {
    if (!voila) return;
    const query = model.get("query");
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  };
  model.on("change:query", address);

  const speak = () => {
    const region = document.getElementById("ospo-status");
    if (region) region.textContent = model.get("status");
  };
  model.on("change:status", speak);

  const go = () => {
    const url = model.get("go_to");
    if (voila && url) location.assign(url);
  };
  model.on("change:go_to", go);

  model.on("msg:custom", (message) => {
    if (message.op === "focus") {
      const target = document.querySelector(message.selector);
      if (target) {
        target.scrollIntoView({ block: "start" });
        target.focus({ preventScroll: true });
      }
    }
  });

  model.set("voila", voila);
  model.set("ready", true);
  theme();
  return () => watcher.disconnect();
}
export default { render };
