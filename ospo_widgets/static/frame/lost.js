// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// A page whose session or network is gone says what happened and why, and offers the way back.
//
// Events on the document: our widget sends "ospo-slow" (no answer yet to what the person did),
// "ospo-lost" (none for long) and "ospo-found" (an answer after all; detail.late and detail.missed name what was pressed
// meanwhile). This script sends "ospo-check" (ask for a sign of life) and "ospo-reconnect" (the
// server answers again; a front end need not wait longer to connect) and "ospo-over" (the session
// is no more). The front end sends
// "ospo-offline" and "ospo-online" when its connection drops and is there again.
(() => {
  const QUIET_MS = 15000; // while all is well
  const TRY_MS = 3000; // while something is not
  const OFFLINE_MS = 2000; // how long a connection may be gone before a word is said
  const ANSWER_MS = 8000; // a server that takes longer counts as not there
  const MISSES = 2; // a server that restarts misses one or two
  const CONTINUE = "ospo:continue"; // read by our widget in the next session
  // What the server calls it, and what we say.
  const WHY = { idle: "idle", memory: "memory", disk: "disk", limit: "limit", died: "died",
    restart: "restarted", stopped: "restarted", closed: "gone", silent: "silent" };

  const config = document.getElementById("jupyter-config-data");
  const { kernelId, baseUrl } = config ? JSON.parse(config.textContent) : {};
  const box = document.getElementById("ospo-lost");
  if (!kernelId || !box) return;
  // state: well, busy (session is there and does not answer yet), cut (no server), again (server
  // is back, session has not answered yet), ended
  let state = "well";
  let why = "";
  let missed = 0;
  let wanted = false; // the person pressed “Continue”
  let slow = false; // the session has not answered yet
  let silent = false; // nor for long
  let acted = Date.now();
  let timer = 0;

  const say = (key, values = {}) =>
    (window.ospoSaid?.[`kept.${key}`] || "").replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
  const announce = (text) => {
    const region = document.getElementById("ospo-status");
    if (region) region.textContent = text;
  };

  // Drawing -----------------------------------------------------------------------------------

  const show = (lines, button, press) => {
    const key = JSON.stringify([lines, button]);
    if (box.dataset.shown === key) return;
    // While the same notice goes on, only its words change: focus stays on the button.
    if (!box.querySelector(".notice")) {
      box.innerHTML =
        '<div class="notice" role="alert"><p><strong></strong></p><p></p><p></p><p class="row"><button class="btn primary" type="button"></button></p></div>';
    }
    box.dataset.shown = key;
    const places = box.querySelectorAll("strong, p:nth-child(2), p:nth-child(3)");
    places.forEach((place, i) => {
      place.textContent = lines[i] || "";
      place.hidden = !lines[i];
    });
    const action = box.querySelector("button");
    action.textContent = button;
    action.onclick = press;
    box.hidden = false;
  };
  const hide = () => {
    box.hidden = true;
    box.replaceChildren();
    delete box.dataset.shown;
  };

  const draw = () => {
    if (state === "well") return;
    const kept = document.body.dataset.kept || say("nothing");
    const what = { ended: "ended", busy: "busy" }[state] || "interrupted";
    const head = `${say(what)} ${kept}`;
    const minutes = Math.floor((Date.now() - acted) / 60000);
    const reason = state === "again" || state === "busy" ? "" : say(`why.${why === "idle" && minutes < 2 ? "idle_short" : why}`, { minutes });
    const next = wanted ? "waiting" : { cut: "trying", again: "again", busy: "busy_why" }[state];
    show([head, reason, next ? say(next) : ""], say("go_on"), goOn);
  };

  // The way back ------------------------------------------------------------------------------

  const open = () => {
    try {
      sessionStorage.setItem(CONTINUE, "1");
    } catch {}
    location.reload();
  };
  // Nobody is sent to a server that does not answer: the page would be gone, and the words with it.
  const goOn = async () => {
    wanted = true;
    if (await check()) return;
    draw();
    announce(say("waiting"));
  };

  // Asking ------------------------------------------------------------------------------------

  const ask = async (path) => {
    const answer = await fetch(baseUrl + path, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(ANSWER_MS) });
    if ([502, 503, 504].includes(answer.status)) throw new Error("a proxy without its server");
    return answer;
  };
  const about = async () => {
    const told = await ask(`ospo/session/${kernelId}`);
    // A proxy in front wants a login first, which it can ask a page for.
    if (told.type === "opaqueredirect" || [401, 403].includes(told.status)) return { alive: false };
    if (told.ok && told.headers.get("content-type")?.includes("json")) return { ...(await told.json()), sure: true };
    // A server that keeps no book of its sessions.
    const kernel = await ask(`api/kernels/${kernelId}`);
    if (!kernel.ok && kernel.status !== 404) throw new Error(String(kernel.status));
    return { alive: kernel.ok };
  };

  const ended = (reason) => {
    state = "ended";
    why = WHY[reason] || "gone";
    // Pages that nobody closes would try to connect for days.
    if (reason !== "silent") document.dispatchEvent(new Event("ospo-over"));
    draw();
  };

  const check = async () => {
    clearTimeout(timer);
    let found = null;
    try {
      found = await about();
    } catch {
      missed += 1;
    }
    if (found && wanted) {
      open();
      return true;
    }
    if (found) {
      missed = 0;
      if (!found.alive) ended(found.why);
      else if (state === "cut") {
        state = "again";
        draw();
        document.dispatchEvent(new Event("ospo-reconnect"));
      } else if (silent && state === "well") {
        // A server with a book of its sessions knows those that died; others start them anew.
        if (found.sure) {
          state = "busy";
          document.dispatchEvent(new Event("ospo-reconnect")); // the line may be dead, not the session
        }
        else ended("silent");
        draw();
      }
      if (state === "again") document.dispatchEvent(new Event("ospo-check"));
    } else if (state !== "ended" && (missed > MISSES || slow || silent || !navigator.onLine || state !== "well")) {
      state = "cut";
      why = navigator.onLine ? "unreachable" : "offline";
      draw();
    }
    clearTimeout(timer);
    const calm = (state === "well" || state === "ended") && !wanted && !missed;
    timer = setTimeout(next, calm ? QUIET_MS : TRY_MS);
    return false;
  };
  // A page that nobody looks at asks nothing, or it would keep a server busy for a day.
  const next = () => (document.hidden && !wanted ? (timer = setTimeout(next, QUIET_MS)) : check());

  // What the widget says ----------------------------------------------------------------------

  document.addEventListener("ospo-slow", () => {
    slow = true;
    check();
  });
  document.addEventListener("ospo-lost", () => {
    silent = true;
    check();
  });
  // Said by the connection itself. It mends itself at once when it can; then nothing is said.
  document.addEventListener("ospo-offline", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      slow = true;
      check();
    }, OFFLINE_MS);
  });
  document.addEventListener("ospo-online", () => {
    if (state === "well") {
      slow = false;
      clearTimeout(timer);
      timer = setTimeout(next, QUIET_MS);
    } else document.dispatchEvent(new Event("ospo-check"));
  });
  document.addEventListener("ospo-found", ({ detail }) => {
    slow = silent = false;
    const gone = detail?.missed || [];
    if ((state === "well" && !gone.length) || (state === "ended" && why !== "silent") || wanted) return;
    const names = (list) => list.map((name) => `“${name}”`).join(", ");
    const late = state === "busy" ? [] : detail?.late || [];
    const was = state;
    state = "well";
    hide();
    if (gone.length) show([say("back_missed", { names: names(gone) })], say("go_on"), goOn);
    else if (late.length) show([say("back_late", { names: names(late) })], say("close"), hide);
    else if (was !== "busy") announce(say("back"));
  });
  for (const kind of ["click", "keydown"]) document.addEventListener(kind, () => (acted = Date.now()), true);
  for (const kind of ["online", "offline"]) window.addEventListener(kind, check);
  document.addEventListener("visibilitychange", () => document.hidden || check());
  timer = setTimeout(next, QUIET_MS);
})();
