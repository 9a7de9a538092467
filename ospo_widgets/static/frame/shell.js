// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// What Voilà's front end expects of the page, and where what it makes belongs.
(() => {
  const nothing = () => {};
  window.voila_heartbeat = nothing;
  window.update_loading_text = nothing;
  window.voila_process = nothing;

  // Called when all cells are there, and by the front end once its theme is; the later one shows.
  const finish = () => {
    if (!window.themeLoaded) {
      window.cellLoaded = true;
      return;
    }
    document.getElementById("loading")?.remove();
    const cells = document.getElementById("rendered_cells");
    if (cells) cells.hidden = false;
  };
  window.display_cells = window.voila_finish = finish;
  document.addEventListener("DOMContentLoaded", finish);

  // The front end appends its shell to the body; it belongs into the landmark, above the footer.
  new MutationObserver((_, observer) => {
    const shell = document.querySelector("body > .jp-LabShell");
    if (!shell) return;
    observer.disconnect();
    document.getElementById("content").append(shell);
  }).observe(document.body, { childList: true });
})();
