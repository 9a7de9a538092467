// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// One hidden widget a page. It tells Python that front-end code of ours runs, keeps the address
// of a Voilà page in step with the state, speaks status texts, and reports the theme.
const SLOW_MS = 3000; // from now on it is worth asking the server about the session
const ANSWER_MS = 10000; // longer than any step takes that is not in the background
const KEPT = "ospo:"; // what we keep in this browser, by key
const RECALL_MS = 5000; // a kernel that keeps files does not ask this browser
const KEEP_MS = 60000; // a browser may ask the person first where the file shall go

function render({ model, el }) {
  el.hidden = true;
  const voila = "voila" in document.body.dataset;
  const root = () => el.closest(".ospo");
  const work = keepRecords(model); // reads the address before it changes
  const drafts = keepDrafts(root);

  const theme = () => {
    model.set("dark", document.body.dataset.jpThemeLight === "false");
    model.save_changes();
  };
  const watcher = new MutationObserver(theme);
  watcher.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });

  // JupyterLab owns its address bar; only a page of our own may change it.
  const address = () => {
    if (!voila) return;
    // The language belongs to the page, not to the state of the app.
    const language = new URLSearchParams(location.search).get("lang");
    const pairs = [model.get("query"), model.get("kept") && "kept=" + model.get("kept")];
    const query = [...pairs, language && "lang=" + encodeURIComponent(language)].filter(Boolean).join("&");
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  };
  model.on("change:query", address);
  model.on("change:kept", address);
  if (model.get("query")) address(); // a state that was opened before the page was there

  const speak = () => {
    const region = document.getElementById("ospo-status");
    if (region) region.textContent = model.get("status");
  };
  model.on("change:status", speak);

  // A kernel that died is started anew by the server, without the app: the page looks whole and
  // answers nothing. So each thing that a person does asks for a sign of life, by number: answers
  // come in order, so a number that is left out was lost on the way, and with it what was done.
  // Nothing is asked while nobody does anything, or an idle session would never be closed.
  const asked = new Map(); // number -> what was pressed, and what was typed
  let pings = 0;
  let waiting = 0;
  let slow = false;
  let late = [];
  let missed = [];

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const wait = () => {
    waiting = setTimeout(() => {
      slow = true;
      tell("ospo-slow");
      waiting = setTimeout(lost, ANSWER_MS - SLOW_MS);
    }, SLOW_MS);
  };
  const lost = () => {
    waiting = 0;
    tell("ospo-lost");
    if (document.querySelector("#ospo-lost, .ospo-silence")) return;
    const said = document.createElement("p");
    said.className = "notice ospo-silence";
    said.setAttribute("role", "alert");
    said.textContent = model.get("silence");
    root()?.prepend(said);
  };
  const ping = (done = {}) => {
    asked.set(++pings, done);
    if (!waiting) wait();
    attempt(() => model.send({ op: "ping", id: pings }));
  };
  const answered = (id) => {
    for (const [number, done] of [...asked]) {
      if (number > id) continue;
      asked.delete(number);
      if (number < id) done.pressed && missed.push(done.pressed);
      else if (slow && done.pressed) late.push(done.pressed);
      if (number === id && done.name) drafts.received(done.name, done.text);
    }
    clearTimeout(waiting);
    waiting = 0;
    if (asked.size) return wait();
    tell("ospo-found", { late, missed });
    document.querySelector(".ospo-silence")?.remove();
    [slow, late, missed] = [false, [], []];
  };
  const PRESSED = "button, [role=tab], select, input, textarea";
  const listen = (event) => {
    const target = event.target.closest?.(PRESSED);
    const inside = root()?.contains(event.target);
    if (!inside && !voila) return;
    const done = {};
    if (inside && target && (event.type === "change" || target.matches("button, [role=tab]"))) {
      const words = target.labels?.[0]?.textContent || target.textContent || "";
      done.pressed = words.trim().split("\n")[0].slice(0, 60);
      if (event.type === "change" && target.matches(TEXTS)) {
        done.name = drafts.nameOf(target);
        done.text = target.value;
      }
    }
    setTimeout(() => ping(done)); // after the message of what was done
  };
  const check = () => ping();
  document.addEventListener("click", listen, true);
  document.addEventListener("change", listen, true);
  document.addEventListener("ospo-check", check);

  // A button inside drawn text: its name and value go to Python. Other apps of the same page have
  // a link of their own, so only what lies in this app counts.
  const act = (event) => {
    const target = event.target.closest?.("button[data-act]");
    if (!target || !el.closest(".ospo")?.contains(target)) return;
    model.send({ op: "act", name: target.dataset.act, value: target.dataset.value || "" });
  };
  document.addEventListener("click", act);

  // A file comes in pieces, each asked for when the one before is here, so that no message is
  // large and a slow line is never flooded.
  const files = new Map();
  const ask = (id) => model.send({ op: "piece", id, offset: files.get(id).got });
  const take = (message, buffers) => {
    const file = files.get(message.id);
    if (!file) return;
    if (message.op === "piece") {
      file.pieces.push(buffers[0]);
      file.got += buffers[0].byteLength;
      if (file.got < file.size && buffers[0].byteLength) return ask(message.id);
    }
    files.delete(message.id);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(file.pieces, { type: file.type }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
  };

  const kept = (key) => {
    try {
      return localStorage.getItem(KEPT + key) || "";
    } catch {
      return "";
    }
  };

  model.on("msg:custom", (message, buffers) => {
    if (message.op === "download") {
      files.set(message.id, { ...message, pieces: [], got: 0 });
      if (message.size) ask(message.id);
      else take({ id: message.id });
    }
    if (message.op === "piece") take(message, buffers);
    if (message.op === "pong") answered(message.id);
    if (message.op === "state") work.keep(message);
    if (message.op === "forget") work.forgetAll(message.app);
    if (message.op === "keep") {
      // A browser that keeps nothing (private window, full store) says so by not having it.
      try {
        if (message.text) localStorage.setItem(KEPT + message.key, message.text);
        else localStorage.removeItem(KEPT + message.key);
      } catch {}
      model.send({ op: "kept", key: message.key, text: kept(message.key) });
    }
    if (message.op === "recall") {
      const text = message.key.startsWith("kept.") ? work.recall(message.key) : kept(message.key);
      model.send({ op: "kept", key: message.key, text });
      if (message.key.startsWith("kept.")) drafts.begin();
    }
    if (message.op === "copy") {
      // Browsers give a clipboard to safe addresses only: https, or this machine.
      const said = (done) => model.send({ op: "copied", done });
      if (!navigator.clipboard) said(false);
      else navigator.clipboard.writeText(location.href).then(() => said(true), () => said(false));
    }
    if (message.op === "focus") {
      // What is asked for may not be drawn yet, or an old one goes just now: look again for a while.
      const seek = (left) => {
        const target = document.querySelector(message.selector);
        if (target && document.activeElement !== target) {
          if (target.tabIndex < 0) target.tabIndex = -1;
          // A field keeps its label in view; a heading opens a page.
          const field = target.matches("input, select, textarea");
          target.scrollIntoView({ block: field ? "nearest" : "start" });
          target.focus({ preventScroll: true });
        }
        const again = () => document.activeElement === document.body && seek(left - 1);
        if (left > 0) setTimeout(again, 150);
      };
      seek(8);
    }
  });

  // Outside our frame the page around the app is in a language of its own.
  if (model.get("language")) root()?.setAttribute("lang", model.get("language"));
  model.set("browser", (navigator.languages || []).join());
  model.set("voila", voila);
  model.set("ready", true);
  theme();
  if (work.asked) setTimeout(drafts.begin, RECALL_MS);
  else drafts.begin();
  if (attempt(() => sessionStorage.getItem(CONTINUE), null)) {
    attempt(() => sessionStorage.removeItem(CONTINUE));
    // Fields that get their text back are the place to go on.
    drafts.begun.then(() =>
      setTimeout(() => {
        drafts.first()?.focus();
        model.send({ op: "continued", field: Boolean(drafts.first()) });
      }, 500),
    );
  }
  return () => {
    watcher.disconnect();
    drafts.end();
    clearTimeout(waiting);
    document.removeEventListener("ospo-check", check);
    document.removeEventListener("click", act);
    document.removeEventListener("click", listen, true);
    document.removeEventListener("change", listen, true);
  };
}
export default { render };
