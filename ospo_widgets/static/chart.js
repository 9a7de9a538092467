// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// A chart. plotly.js is loaded once a page: from a route of our server when there is one,
// else once from the kernel. All charts of the page wait for the same promise.
// A chart is drawn again only when its figure changed and it can be seen.
const KEY = "__ospoPlotly";
const NARROW_PIXELS = 480; // below this width a figure takes its narrow layout
const PAUSE_MS = 100; // between two drawings of one chart
const AHEAD = "300px"; // charts this near to the window are drawn as if they were in it

function run(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const define = window.define; // an AMD loader on the page would swallow the library
    window.define = undefined;
    script.onload = () => {
      window.define = define;
      window.Plotly ? resolve(window.Plotly) : reject(new Error("plotly.js did not start"));
    };
    script.onerror = () => {
      window.define = define;
      reject(new Error("plotly.js did not load"));
    };
    script.src = url;
    document.head.append(script);
  });
}

function fromKernel(model) {
  return new Promise((resolve, reject) => {
    const receive = (message, buffers) => {
      if (message.op !== "plotly.js") return;
      model.off("msg:custom", receive);
      const url = URL.createObjectURL(new Blob(buffers, { type: "text/javascript" }));
      run(url).then(resolve, reject).finally(() => URL.revokeObjectURL(url));
    };
    model.on("msg:custom", receive);
    model.send({ op: "plotly.js" });
  });
}

function library(model) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  if (!window[KEY]) {
    const base = document.body.dataset.ospoStatic;
    const name = "plotly.min.js?v=" + encodeURIComponent(model.get("plotly_version"));
    window[KEY] = base ? run(base + name).catch(() => fromKernel(model)) : fromKernel(model);
  }
  return window[KEY];
}

// What is picked ---------------------------------------------------------------------------------

const some = (values) => [...new Set(values)].filter((k) => typeof k === "string" && k !== "");

// The band or line under the pointer at one point of the axis across.
function under(box, event, pick) {
  const axis = box._fullLayout.yaxis;
  const at = event.points[0].pointIndex;
  const top = box.getBoundingClientRect().top + axis._offset;
  const value = axis.p2d(event.event.clientY - top);
  if (pick === "bands") {
    let sum = 0;
    return box.data.find((trace) => value <= (sum += trace.y[at] || 0));
  }
  const far = (trace) => Math.abs(trace.y[at] - value);
  const there = box.data.filter((trace) => trace.y[at] !== null && trace.meta);
  return there.sort((a, b) => far(a) - far(b))[0];
}

function clicked(box, event) {
  const { pick, rows, columns } = box.layout.meta || {};
  if (!event || !event.points || !event.points.length) return { keys: [], series: [] };
  if (pick === "cells") {
    const [row, column] = event.points[0].pointIndex;
    return { keys: some([rows?.[row]]), series: some([columns?.[column]]) };
  }
  if (pick === "bands" || pick === "lines") {
    // Where bands or lines can be chosen, one that stands for several chooses nothing.
    if (box.data.some((trace) => trace.meta)) {
      return { keys: [], series: some([under(box, event, pick)?.meta]) };
    }
    const at = event.points[0].pointIndex;
    return { keys: some([box.data[0].x[at]]), series: [] };
  }
  return {
    keys: some(event.points.map((p) => p.customdata)),
    series: some(event.points.map((p) => p.data.meta)),
  };
}

// First and last label of a range that was drawn; labels are months, days or categories.
function ends(box, range) {
  const labels = box.data[0]?.x || [];
  const time = box._fullLayout.xaxis.type === "date";
  const at = (value, i) => (time ? Date.parse(value) : i);
  const [low, high] = range.map((v) => (time ? Date.parse(v) : v)).sort((a, b) => a - b);
  const inside = labels.filter((label, i) => at(label, i) >= low && at(label, i) <= high);
  return inside.length ? [inside[0], inside[inside.length - 1]] : [];
}

// How it is drawn --------------------------------------------------------------------------------

let graphics; // whether the browser can draw by the graphics processor
function hasGraphics() {
  if (graphics === undefined) {
    const context = document.createElement("canvas").getContext("webgl");
    graphics = Boolean(context);
    context?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return graphics;
}

// The figure for this width and this kind of pointer; plotly may write into what it gets.
function fitted(figure, width) {
  const layout = structuredClone(figure.layout);
  if (width && width < NARROW_PIXELS) {
    for (const [path, value] of Object.entries(figure.narrow || {})) {
      const names = path.split(".");
      const last = names.pop();
      names.reduce((into, name) => (into[name] ??= {}), layout)[last] = structuredClone(value);
    }
  }
  // A finger that drags over a chart scrolls the page.
  if (matchMedia("(pointer: coarse)").matches) layout.dragmode = false;
  const data = figure.data.map((trace) =>
    trace.type === "scattergl" && !hasGraphics() ? { ...trace, type: "scatter" } : { ...trace },
  );
  return [data, layout, figure.config];
}

// A PNG of a drawing, made by this browser; nothing leaves it.
async function png({ svg, name, scale }) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * scale;
    canvas.height = image.naturalHeight * scale;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function render({ model, el }) {
  const save = (message) => {
    if (message.op !== "png") return;
    png(message).catch((error) => {
      console.warn(error);
      model.send({ op: "png-failed" });
    });
  };
  model.on("msg:custom", save);
  const stop = [() => model.off("msg:custom", save)];
  const done = () => stop.forEach((end) => end());
  if (!model.get("figure").data) {
    el.hidden = true; // a grid is a table of the page; only its PNG is made here
    return done;
  }
  draw(model, el, stop);
  return done;
}

async function draw(model, el, stop) {
  const box = document.createElement("div");
  box.className = "ospo-chart";
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", model.get("label"));
  el.append(box);
  const say = (state) => {
    model.set("state", state);
    model.save_changes();
  };
  let Plotly;
  try {
    Plotly = await library(model);
  } catch (error) {
    console.warn(error);
    say("failed");
    return;
  }
  let seen = false; // in the window, or near it
  let old = true; // what is drawn is not what is wanted
  let timer = 0;
  let last = 0;
  let narrow;
  const paint = async () => {
    timer = 0;
    old = false;
    last = performance.now();
    const width = el.clientWidth;
    narrow = width < NARROW_PIXELS;
    box.setAttribute("aria-label", model.get("label"));
    await Plotly.react(box, ...fitted(model.get("figure"), width));
    if (model.get("state") !== "drawn") {
      listen();
      say("drawn");
    }
  };
  const soon = () => {
    if (!old || timer || !seen || !el.clientWidth) return;
    timer = setTimeout(paint, Math.max(0, last + PAUSE_MS - performance.now()));
  };
  const again = () => {
    old = true;
    soon();
  };
  const listen = () => {
    const timed = () => ["lines", "bands"].includes(box.layout.meta?.pick);
    box.on("plotly_click", (event) => {
      const { keys, series } = clicked(box, event);
      if (timed() && keys.length) model.send({ op: "range", first: keys[0], last: keys[0] });
      else model.send({ op: "select", keys, series });
    });
    box.on("plotly_selected", (event) => {
      if (!event) return;
      const range = timed() && event.range?.x ? ends(box, event.range.x) : [];
      if (range.length) model.send({ op: "range", first: range[0], last: range[1] });
      else if (!timed()) model.send({ op: "select", ...clicked(box, event) });
      again(); // the frame of the range goes
    });
  };
  model.on("change:figure", again);
  const sight = new IntersectionObserver(
    (entries) => {
      seen = entries[entries.length - 1].isIntersecting;
      soon();
    },
    { rootMargin: AHEAD },
  );
  sight.observe(el);
  const sizes = new ResizeObserver(() => {
    if (!box.isConnected || !el.clientWidth) return;
    if (el.clientWidth < NARROW_PIXELS !== narrow) again();
    else if (box.data) Plotly.Plots.resize(box);
  });
  sizes.observe(el);
  stop.push(() => {
    clearTimeout(timer);
    sight.disconnect();
    sizes.disconnect();
    model.off("change:figure", again);
    Plotly.purge(box);
  });
}
export default { render };
