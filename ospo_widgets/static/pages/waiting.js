// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// A page that waits for a place asks for it, tells its place in the queue, and opens by itself.
(() => {
  const ANSWER_MS = 8000; // a server that takes longer counts as not there
  const waiting = document.getElementById("ospo-waiting");
  if (!waiting) return;
  const { seconds, reason, place } = waiting.dataset;
  const shown = document.getElementById("ospo-place");
  const status = document.getElementById("ospo-status");
  const url = document.querySelector("link[rel=ospo-place]").href;
  let known = shown?.textContent;

  const tell = (position) => {
    const text = place.replace("{position}", position);
    if (text === known) return;
    known = text;
    if (shown) shown.textContent = text;
    if (status) status.textContent = text; // only when it changed: nobody wants it said each time
  };

  const ask = async () => {
    try {
      const answer = await fetch(url, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(ANSWER_MS) });
      // A proxy in front wants a login first, which it can ask a page for.
      if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return location.reload();
      const told = await answer.json();
      // The address stays as it is, with all answers in it.
      if (told.kind === "in" || (reason === "closed" && told.kind !== "closed")) return location.reload();
      // A place that was not asked for in time is given to others; the page asks for a new one.
      if (told.kind === "wait" && !told.position) return location.reload();
      if (told.position) tell(told.position);
    } catch {
      // The server is away for a moment, which is why this page waits.
    }
    setTimeout(ask, seconds * 1000);
  };
  setTimeout(ask, seconds * 1000);
})();
