// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// Models and views of widgets: what the widget library calls its manager, and the comms by which
// the models talk with their twins in the kernel. It draws; it decides nothing.

import { randomName } from "./kernel.js";

const WIDGET = "jupyter.widget";
const CONTROL = "jupyter.widget.control";
const FIRST = "ospo.first"; // see widgets/first_screen.py
const CONTROL_PROTOCOL = { version: "1.0.0" };
const MARKS = new Set(["abbr", "b", "br", "code", "em", "i", "span", "strong"]);
const WORDLESS = new Set(["iframe", "math", "noscript", "object", "script", "style", "svg", "template"]);
const UNKNOWN_MS = 2000; // a model may be named a moment before it is opened

class Comm {
  #kernel;
  #waiting = []; // messages that came before the model was made

  constructor(kernel, target, id) {
    this.#kernel = kernel;
    this.target_name = target;
    this.comm_id = id;
  }

  on_msg(hear) {
    this.hear = hear;
    for (const message of this.#waiting.splice(0)) hear(message);
  }

  on_close(closed) {
    this.closed = closed;
  }

  take(message) {
    if (this.hear) return this.hear(message);
    this.#waiting.push(message);
    return null;
  }

  send(data, callbacks, metadata, buffers) {
    if (data.method === "custom") this.before?.();
    const status = callbacks?.iopub?.status;
    return this.#kernel.send("comm_msg", { comm_id: this.comm_id, data }, { metadata, buffers, status });
  }

  open(data, metadata) {
    const content = { comm_id: this.comm_id, target_name: this.target_name, data };
    return this.#kernel.send("comm_open", content, { metadata });
  }

  close() {
    return this.#kernel.send("comm_close", { comm_id: this.comm_id, data: {} });
  }
}

export class Manager {
  #kernel;
  #library;
  #find;
  #states = new Map(); // of models that nobody has asked for yet
  #models = new Map(); // promises
  #comms = new Map();
  #asked = new Map(); // models that were asked for before they were opened
  #live = new Set(); // models that were made
  #order = Promise.resolve(); // messages take effect in the order in which they came

  /**
   * @param library - the widgets of ipywidgets
   * @param find - finds a class by name and module
   */
  constructor(kernel, library, find) {
    this.#kernel = kernel;
    this.#library = library;
    this.#find = find;
  }

  /** Take over states of widgets that live in the kernel; existing models are brought up to date. */
  async adopt(states) {
    const updates = [];
    for (const [id, { state, buffers = [], ...named }] of Object.entries(states)) {
      this.#library.put_buffers(state, buffers.map((one) => one.path), buffers.map((one) => memory(one.data)));
      if (this.#models.has(id)) updates.push(this.#update(id, state));
      else this.#register(id, { ...named, state });
    }
    await Promise.all(updates);
  }

  async #update(id, state) {
    const model = await this.get_model(id);
    model.set_state(await model.constructor._deserialize_state(state, this));
  }

  #register(id, saved) {
    this.#states.set(id, saved);
    if (!this.#comms.has(id)) this.#comms.set(id, new Comm(this.#kernel, WIDGET, id));
    this.#asked.get(id)?.();
    this.#asked.delete(id);
  }

  /** Make the models that no view has asked for: links between values do their work unseen. */
  makeAll() {
    for (const id of this.#states.keys()) this.get_model(id);
  }

  /** Ask the kernel for the states of all widgets, in one message. */
  askForStates() {
    return this.#ask(CONTROL, CONTROL_PROTOCOL, { method: "request_states" });
  }

  /** Ask the kernel what has changed since the page was made. */
  askForChanges() {
    return this.#ask(FIRST, {});
  }

  #ask(target, metadata, question) {
    return new Promise((resolve) => {
      const comm = new Comm(this.#kernel, target, randomName());
      this.#comms.set(comm.comm_id, comm);
      comm.on_msg(({ content: { data }, buffers }) => {
        comm.close();
        this.#comms.delete(comm.comm_id);
        for (const [i, [id, ...path]] of (data.buffer_paths || []).entries()) {
          (data.states[id].buffers ||= []).push({ path, data: buffers[i] });
        }
        const adopted = this.adopt(data.states);
        resolve(adopted);
        return adopted; // what is told later must not be overtaken
      });
      comm.open({}, metadata);
      if (question) comm.send(question);
    });
  }

  /** Hear a message that the kernel publishes. */
  hear(message) {
    const { content, header } = message;
    if (header.msg_type === "comm_open" && content.target_name === WIDGET) this.#opened(message);
    if (header.msg_type === "comm_msg") this.#order = this.#order.then(() => this.#told(message)).catch(console.error);
    if (header.msg_type === "comm_close") this.#order = this.#order.then(() => this.#closed(message));
  }

  #opened({ content, buffers }) {
    const { state, buffer_paths: paths = [] } = content.data;
    this.#library.put_buffers(state, paths, buffers.slice(0, paths.length));
    const [model_name, model_module] = [state._model_name, state._model_module];
    this.#register(content.comm_id, { model_name, model_module, state });
    queueMicrotask(() => this.get_model(content.comm_id));
  }

  async #told(message) {
    const id = message.content.comm_id;
    if (this.#states.has(id) || this.#models.has(id)) await this.get_model(id);
    await this.#comms.get(id)?.take(message);
  }

  #closed(message) {
    const id = message.content.comm_id;
    this.#comms.get(id)?.closed?.(message);
    for (const known of [this.#comms, this.#models, this.#states]) known.delete(id);
    for (const model of this.#live) if (model.model_id === id) this.#live.delete(model);
  }

  // What the widget library calls ------------------------------------------------------------

  has_model(id) {
    return this.#models.has(id) || this.#states.has(id);
  }

  get_model(id) {
    if (!this.#models.has(id)) this.#models.set(id, this.#make(id));
    return this.#models.get(id);
  }

  /**
   * Models hold back what changes until the kernel has answered their last message. A button that
   * is pressed meanwhile must not overtake what was typed before it.
   */
  #sendWaiting() {
    for (const model of this.#live) {
      const waiting = model._msg_buffer;
      if (!waiting) continue;
      const callbacks = model._msg_buffer_callbacks || model.callbacks();
      model._msg_buffer = null;
      model._msg_buffer_callbacks = null;
      model.rememberLastUpdateFor(model.send_sync_message(waiting, callbacks));
    }
  }

  async #make(id) {
    if (!this.#states.has(id)) await this.#known(id);
    const { model_name, model_module, state } = this.#states.get(id);
    this.#states.delete(id);
    let model;
    try {
      const Model = await this.#find(model_name, model_module);
      const attributes = await Model._deserialize_state(state, this);
      const comm = this.#comms.get(id);
      model = new Model(attributes, { widget_manager: this, model_id: id, comm });
      this.#live.add(model);
      if (comm) comm.before = () => this.#sendWaiting();
    } catch (error) {
      console.error(error);
      const Failed = this.#library.createErrorWidgetModel(error, `${model_name} could not be made.`);
      model = new Failed({}, { widget_manager: this, model_id: id });
    }
    model.name = model_name;
    model.module = model_module;
    return model;
  }

  #known(id) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#models.delete(id);
        this.#asked.delete(id);
        reject(new Error(`The widget ${id} is not there.`));
      }, UNKNOWN_MS);
      this.#asked.set(id, () => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  create_view(model, options = {}) {
    const made = (model.state_change = model.state_change.then(() => this.#draw(model, options)));
    if (model.views) {
      const id = randomName();
      model.views[id] = made;
      made.then((view) => view.once("remove", () => model.views && delete model.views[id]));
    }
    return made;
  }

  async #draw(model, options) {
    try {
      const View = await this.#find(model.get("_view_name"), model.get("_view_module"));
      const view = new View({ model, options });
      view.listenTo(model, "destroy", view.remove);
      await view.render();
      return view;
    } catch (error) {
      console.error(error);
      const Failed = this.#library.createErrorWidgetModel(error, `${model.name} could not be drawn.`);
      const view = new this.#library.ErrorWidgetView({ model: new Failed({}, {}), options });
      await view.render();
      return view;
    }
  }

  callbacks() {
    return {};
  }

  resolveUrl(url) {
    return Promise.resolve(url);
  }

  /** Descriptions may have a few marks in them; everything else becomes plain words. */
  inline_sanitize(text) {
    const { body } = new DOMParser().parseFromString(text, "text/html");
    for (const element of [...body.querySelectorAll("*")].reverse()) {
      if (!MARKS.has(element.localName)) element.replaceWith(...(WORDLESS.has(element.localName) ? [] : element.childNodes));
      else for (const { name } of [...element.attributes]) if (!/^(aria-[a-z]+|class|lang|title)$/.test(name)) element.removeAttribute(name);
    }
    return body.innerHTML;
  }

  /** Draw the widget of a cell's output; settled when all of its children are drawn, too. */
  async show(id, place) {
    const view = await this.create_view(await this.get_model(id));
    this.#library.JupyterLuminoWidget.attach(view.luminoWidget, place);
    await settled(view);
  }
}

/** Binary parts of a state: as they are on the line, as base64 in the page. */
function memory(data) {
  if (typeof data !== "string") return data;
  return new DataView(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)).buffer);
}

async function settled(view) {
  const children = (view.children_views ?? view.childrenViews)?.views ?? [];
  await Promise.all((await Promise.all(children)).filter(Boolean).map(settled));
}
