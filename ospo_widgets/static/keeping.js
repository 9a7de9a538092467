// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// Work in this browser: records of apps, and text of fields that the kernel has not received.
// Part of the page's widget; page.js follows in the same module.
//
// A record is JSON under "ospo:kept.<app>.<id>": what Python sends (KeptWork._write), and
// path, lang, version, time in seconds. One session writes one record.
const WORK = "ospo:kept.";
const MOST_RECORDS = 5; // of one app
const KEPT_SECONDS = 30 * 24 * 3600;
const CONTINUE = "ospo:continue"; // set by lost.js before it opens the page anew
const DRAFTS = "ospo:drafts."; // and the page's path
const LONGEST_DRAFT = 20000;
// Addresses with a password, and tokens: never kept (see fields.py).
const SECRET = /:\/\/[^\/\s@]*@|[?&][\w-]*(token|secret|password|passwd|key|auth|sig)[\w-]*=|\b(gh[oprsu]_|github_pat_|glpat-|glptt-)/i;

// A browser may refuse a store at any time: private window, full, switched off.
const attempt = (work, otherwise) => {
  try {
    return work();
  } catch {
    return otherwise;
  }
};

const readRecord = (key) => {
  const record = attempt(() => JSON.parse(localStorage.getItem(key)), null);
  return record && typeof record === "object" && Number.isFinite(record.time) ? record : null;
};

// Keys and records of one app, or of all; newest first.
const records = (app = "") =>
  attempt(() => Object.keys(localStorage), [])
    .filter((key) => key.startsWith(WORK + (app && app + ".")))
    .map((key) => [key, readRecord(key) || { time: 0 }])
    .sort((a, b) => b[1].time - a[1].time);

const forget = (key) => attempt(() => localStorage.removeItem(key));

// When the store is full, the oldest of ours makes room.
const store = (key, text) => {
  for (;;) {
    if (attempt(() => (localStorage.setItem(key, text), true), false)) return true;
    const oldest = records().filter(([other]) => other !== key).pop();
    if (!oldest) return false;
    forget(oldest[0]);
  }
};

const ownQuery = () => {
  const query = new URLSearchParams(location.search);
  query.delete("lang");
  query.delete("theme");
  return query;
};

function keepRecords(model) {
  // What this page was opened with goes on under a new id; the record of before is then a double.
  const query = ownQuery();
  const asked = query.get("kept");
  query.delete("kept");
  const opened = query.toString();
  const same = (record) => opened && new URLSearchParams(record.query).toString() === opened;
  let before = null;
  const find = (app) => records(app).find(([key, record]) => key === `${WORK}${app}.${asked}` || (!asked && same(record)));

  const keep = (message) => {
    const { op, ...record } = message;
    before ??= find(record.app) || [];
    const [old, was] = before;
    record.path = location.pathname;
    record.lang = new URLSearchParams(location.search).get("lang") || "";
    record.version = 1;
    record.time = Date.now() / 1000;
    const key = `${WORK}${record.app}.${record.id}`;
    const stored = Boolean(record.text) && store(key, JSON.stringify(record));
    // Another page may have gone on with it since.
    if (stored && old && old !== key && readRecord(old)?.time === was.time) forget(old);
    if (old) before = [];
    const oldest = Date.now() / 1000 - KEPT_SECONDS;
    records(record.app).forEach(([other, { time }], i) => (i >= MOST_RECORDS || time < oldest) && forget(other));
    document.body.dataset.kept = stored || record.whole ? record.said : record.part;
    model.send({ op: "state", id: record.id, stored: stored || record.whole });
  };

  // By key without what stands before it; "newest" in place of an id.
  const recall = (key) => {
    const [, app, id] = key.split(".");
    const found = id === "newest" ? records(app)[0]?.[0] : `${WORK}${app}.${id}`;
    return (found && attempt(() => localStorage.getItem(found), "")) || "";
  };
  return { keep, recall, asked: Boolean(asked), forgetAll: (app) => records(app).forEach(([key]) => forget(key)) };
}

// Fields of text under an element, each with a name that is the same in the next session, also
// in another language: Python gives it as a class (kept/names.py). Else it is the label.
const NAMED = /(?:^|\s)(ospo-as-\w+)/;
const TEXTS = "input:not([type]), input[type=text], input[type=search], input[type=url], input[type=email], textarea";
function* textFields(root) {
  const seen = {};
  for (const field of root?.querySelectorAll(TEXTS) || []) {
    const label = (field.labels?.[0]?.textContent || field.getAttribute("aria-label") || "").trim();
    const name = field.closest(".field")?.className.match(NAMED)?.[1] || label;
    if (!name) continue;
    seen[name] = (seen[name] || 0) + 1;
    yield [seen[name] === 1 ? name : `${name}#${seen[name]}`, field];
  }
}

// What a person types is noted until the kernel has it, and put back in the next session: from
// begin() on, since what the kernel keeps of the same work comes first.
function keepDrafts(root) {
  const key = DRAFTS + location.pathname;
  const drafts = attempt(() => JSON.parse(sessionStorage.getItem(key)), null) || {};
  const back = new Map(Object.entries(drafts));
  const write = () => attempt(() => sessionStorage.setItem(key, JSON.stringify(drafts)));
  const nameOf = (target) => [...textFields(root())].find(([, field]) => field === target)?.[0];

  const typed = (event) => {
    if (!event.isTrusted || !event.target.matches?.(TEXTS)) return;
    const name = nameOf(event.target);
    if (!name) return;
    const text = event.target.value;
    if (SECRET.test(text)) delete drafts[name];
    else drafts[name] = text.slice(0, LONGEST_DRAFT);
    back.delete(name);
    write();
  };
  document.addEventListener("input", typed, true);

  let first = null; // the first field that got its text back
  let begin;
  const begun = new Promise((resolve) => (begin = resolve)).then(() => {
    putBack();
    if (back.size) watcher.observe(document.body, { childList: true, subtree: true });
  });
  const putBack = () => {
    for (const [name, field] of back.size ? textFields(root()) : []) {
      const text = back.get(name);
      if (text === undefined) continue;
      back.delete(name);
      if (typeof text !== "string" || text === field.value) continue;
      first ||= field;
      field.value = text;
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  };
  const watcher = new MutationObserver(putBack);
  return {
    nameOf,
    begin,
    begun,
    first: () => first,
    // The kernel has the text of a field; what was typed since has not gone there.
    received: (name, text) => {
      if (drafts[name] !== text) return;
      delete drafts[name];
      write();
    },
    end: () => {
      watcher.disconnect();
      document.removeEventListener("input", typed, true);
    },
  };
}

