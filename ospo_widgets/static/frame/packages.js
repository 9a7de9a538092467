// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// The widget library (widgetsnbextension, which comes with ipywidgets) and anywidget, as they are
// installed beside the server. Both are written as AMD modules for the classic notebook.

const WIDGETS = ["@jupyter-widgets/base", "@jupyter-widgets/controls"];

// The widget library asks for these three together before it brings its style sheets; whatever
// else it asks for belongs to menus of the notebook, and is never answered.
const notebook = {
  "base/js/namespace": { notebook: { container: { on() {} } } },
  "base/js/events": { on() {} },
  "notebook/js/outputarea": { OutputArea: class { register_mime_type() {} } },
};

const defined = new Map(); // by script element

window.Jupyter = { version: "7.0.0" };
window.requirejs = (names, then) => {
  if (names.length === Object.keys(notebook).length && names.every((name) => name in notebook)) {
    then(...names.map((name) => notebook[name]));
  }
};
window.requirejs.config = () => {};
window.define = (needs, make) => defined.set(document.currentScript, { needs, make });
window.define.amd = {};

function fetched(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => resolve({ ...defined.get(script), address });
    script.onerror = () => reject(new Error(`${address} did not load.`));
    script.src = address;
    document.head.append(script);
  });
}

/** The widgets of ipywidgets, with their style sheets in the page. */
export async function coreWidgets(address) {
  const { make } = await fetched(address);
  const library = make({ id: "widgets", uri: address });
  await library.load_ipython_extension();
  return library;
}

/**
 * A function that finds classes of widgets by name and module.
 *
 * @param library - promise of {@link coreWidgets}
 * @param anywidget - address of anywidget
 */
export function finder(library, anywidget) {
  let any = null;
  const modules = {
    anywidget: () =>
      (any ??= Promise.all([fetched(anywidget), library]).then(([{ needs, make }, base]) => make(...needs.map(() => base)))),
  };
  for (const name of WIDGETS) modules[name] = () => library;
  return async (name, module) => {
    const found = await modules[module]?.();
    if (!found?.[name]) throw new Error(`There is no widget ${name} of ${module} in this page.`);
    return found[name];
  };
}
