// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// A chart. plotly.js is loaded once a page: from a route of our server when there is one,
// else once from the kernel. All charts of the page wait for the same promise.
const KEY = "__ospoPlotly";

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

function keys(event) {
  const points = (event && event.points) || [];
  return [...new Set(points.map((p) => p.customdata).filter((k) => k !== undefined && k !== null))];
}

async function render({ model, el }) {
  const box = document.createElement("div");
  box.className = "ospo-chart";
  box.setAttribute("role", "img");
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
    return undefined;
  }
  const draw = async () => {
    const figure = model.get("figure");
    box.setAttribute("aria-label", model.get("label"));
    await Plotly.react(box, figure.data, figure.layout, figure.config);
  };
  await draw();
  const redraw = () => draw();
  model.on("change:figure", redraw);
  box.on("plotly_click", (event) => model.send({ op: "select", keys: keys(event) }));
  box.on("plotly_selected", (event) => {
    if (event) model.send({ op: "select", keys: keys(event) });
  });
  const sizes = new ResizeObserver(() => {
    if (box.isConnected && box.offsetWidth) Plotly.Plots.resize(box);
  });
  sizes.observe(el);
  say("drawn");
  return () => {
    sizes.disconnect();
    model.off("change:figure", redraw);
    Plotly.purge(box);
  };
}
export default { render };
