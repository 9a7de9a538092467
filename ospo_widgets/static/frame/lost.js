// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// A closed session leaves a page that no longer answers: say so, and offer the way on.
(() => {
  const CHECK_MS = 15000;
  const MISSES = 2; // a server that restarts misses one or two
  const config = document.getElementById("jupyter-config-data");
  const { kernelId, baseUrl } = config ? JSON.parse(config.textContent) : {};
  if (!kernelId) return;
  const url = `${baseUrl}api/kernels/${kernelId}`;
  const box = document.getElementById("ospo-lost");
  let missed = 0;

  const lost = () => {
    if (!box.hidden) return;
    box.innerHTML =
      '<div class="notice" role="alert"><p><strong></strong></p><p></p><p><button class="btn primary" type="button"></button></p></div>';
    const places = box.querySelectorAll("strong, p:nth-child(2), button");
    ["lost", "lost_why", "lost_go_on"].forEach((key, i) => (places[i].textContent = window.ospoSaid[key]));
    box.hidden = false;
    box.querySelector("button").addEventListener("click", () => location.reload());
  };

  const check = async () => {
    if (document.hidden || !box.hidden) return;
    let status = 0;
    try {
      const answer = await fetch(url, { cache: "no-store" });
      status = answer.status;
      missed = answer.ok ? 0 : missed + 1;
    } catch {
      missed += 1;
    }
    if (status === 404 || missed > MISSES) lost();
  };

  setInterval(check, CHECK_MS);
  // Said by our own front end: no answer to what the person did, or an answer after all.
  document.addEventListener("ospo-lost", lost);
  document.addEventListener("ospo-found", () => (box.hidden = true));
  document.addEventListener("visibilitychange", check);
})();
