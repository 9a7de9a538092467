// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// The connection to the session's kernel: Jupyter's messages over one websocket.
//
// Nothing that a person did is lost when the line drops. Each message is kept until the kernel says
// that it works on it. After a reconnection a question goes first; once the kernel works on that one,
// whatever was sent before and is still kept never arrived, and is sent again. What the kernel said
// meanwhile is kept by the server, for the same session number.
//
// Events of the document: "ospo-lost" is sent when the server says that the session is over,
// "ospo-offline" and "ospo-online" when the connection drops and when it works again;
// "ospo-reconnect" is heard when the server answers again, "ospo-over" when the session is no more.

const PROTOCOL = "v1.kernel.websocket.jupyter.org";
const VERSION = "5.3";
const WORD = 8; // bytes of an offset
const RETRY_MS = [0, 500, 1000, 2000, 4000, 8000];
const ASK_AGAIN_MS = 3000;
const PROOF_MS = 10000; // a line that is silent for so long after a question is dead
const OVER = new Set(["dead", "restarting", "autorestarting"]);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A random number that names a message, a session or a comm; works without https, too. */
export const randomName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const bytesOf = (buffer) =>
  ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);

/** One message as the protocol writes it: the number of offsets, the offsets, and the parts. */
export function pack(channel, header, metadata, content, buffers) {
  const json = [header, {}, metadata, content].map((part) => encoder.encode(JSON.stringify(part)));
  const parts = [encoder.encode(channel), ...json, ...buffers.map(bytesOf)];
  const head = WORD * (parts.length + 2);
  const whole = new Uint8Array(head + parts.reduce((sum, part) => sum + part.byteLength, 0));
  const view = new DataView(whole.buffer);
  view.setBigUint64(0, BigInt(parts.length + 1), true);
  let place = head;
  view.setBigUint64(WORD, BigInt(place), true);
  parts.forEach((part, i) => {
    whole.set(part, place);
    place += part.byteLength;
    view.setBigUint64(WORD * (i + 2), BigInt(place), true);
  });
  return whole.buffer;
}

/** What {@link pack} wrote, with buffers as views on the same memory. */
export function unpack(data) {
  const view = new DataView(data);
  const count = Number(view.getBigUint64(0, true));
  const offsets = Array.from({ length: count }, (_, i) => Number(view.getBigUint64(WORD * (i + 1), true)));
  const part = (i) => new Uint8Array(data, offsets[i], offsets[i + 1] - offsets[i]);
  const [channel, header, parent, metadata, content] = [0, 1, 2, 3, 4].map((i) => decoder.decode(part(i)));
  const buffers = offsets.slice(5, -1).map((start, i) => new DataView(data, start, offsets[i + 6] - start));
  return {
    channel,
    header: JSON.parse(header),
    parent_header: JSON.parse(parent),
    metadata: JSON.parse(metadata),
    content: JSON.parse(content),
    buffers,
  };
}

export class Kernel {
  #address;
  #session = randomName();
  #socket = null;
  #sent = new Map(); // what the kernel has not finished, in the order in which it was sent
  #open = false; // whether messages may pass
  #known = false; // whether there was a connection before
  #question = ""; // asked at each connection
  #asking = 0;
  #tries = 0;
  #ended = false;
  #hear;
  #greet;

  /**
   * @param address - of the kernel's channels, beginning with ws: or wss:
   * @param hear - gets each message that the kernel publishes
   * @param greet - called when a connection works, with whether there was one before; what it
   *   sends goes first
   */
  constructor(address, hear, greet) {
    this.#address = `${address}?session_id=${this.#session}`;
    this.#hear = hear;
    this.#greet = greet;
    window.addEventListener("online", () => this.#retryNow());
    document.addEventListener("ospo-reconnect", () => this.#retryNow());
    document.addEventListener("ospo-over", () => this.end());
    document.addEventListener("visibilitychange", () => document.hidden || this.#retryNow());
  }

  connect() {
    if (this.#ended || this.#socket) return;
    const socket = new WebSocket(this.#address, [PROTOCOL]);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#ask();
    socket.onmessage = (event) => this.#take(unpack(event.data));
    socket.onclose = () => this.#dropped(socket);
    this.#socket = socket;
  }

  /** The session is over, or the page is left: no more connections. */
  end() {
    this.#ended = true;
    clearTimeout(this.#asking);
    this.#socket?.close();
  }

  /**
   * Send a message to the kernel, now or when there is a connection.
   *
   * @returns its number
   */
  send(type, content, { metadata = {}, buffers = [], status = null } = {}) {
    const { name, data } = this.#make(type, content, metadata, buffers);
    this.#sent.set(name, { data, status });
    if (this.#open) this.#socket.send(data);
    return name;
  }

  #make(type, content, metadata, buffers) {
    const name = randomName();
    const date = new Date().toISOString();
    const header = { msg_id: name, msg_type: type, username: "", session: this.#session, date, version: VERSION };
    return { name, data: pack("shell", header, metadata, content, buffers) };
  }

  // Messages of the kernel are heard from some moment on; this finds it. A question that was asked
  // too early is answered unheard, so it is asked again.
  #ask() {
    const { name, data } = this.#make("kernel_info_request", {}, {}, []);
    this.#question = name;
    this.#socket?.send(data);
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#socket?.readyState === WebSocket.OPEN && this.#ask(), ASK_AGAIN_MS);
  }

  #take(message) {
    if (message.channel !== "iopub") return;
    const state = message.header.msg_type === "status" ? message.content.execution_state : "";
    if (!state) return this.#hear(message);
    if (OVER.has(state)) return document.dispatchEvent(new Event("ospo-lost"));
    const about = message.parent_header.msg_id;
    if (about === this.#question) this.#connected();
    const kept = this.#sent.get(about);
    if (!kept) return;
    kept.data = null; // it arrived
    if (state !== "idle") return;
    this.#sent.delete(about);
    kept.status?.(message);
  }

  #connected() {
    this.#question = "";
    clearTimeout(this.#asking);
    this.#tries = 0;
    if (this.#open) return; // it was only asked whether the line is alive
    const before = [...this.#sent.values()].filter((kept) => kept.data);
    this.#open = true;
    this.#greet(this.#known);
    for (const kept of before) this.#socket.send(kept.data);
    if (this.#known) document.dispatchEvent(new Event("ospo-online"));
    this.#known = true;
  }

  #dropped(socket) {
    if (socket !== this.#socket) return;
    const open = this.#open;
    this.#socket = null;
    this.#open = false;
    clearTimeout(this.#asking);
    if (this.#ended) return;
    if (open) document.dispatchEvent(new Event("ospo-offline"));
    const wait = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)];
    this.#tries += 1;
    setTimeout(() => this.connect(), wait);
  }

  #retryNow() {
    this.#tries = 0;
    if (!this.#socket) this.connect();
    else if (this.#open && !this.#question) this.#prove(this.#socket);
  }

  // A line can be dead without a sign, after a sleep or a change of networks.
  #prove(socket) {
    this.#ask();
    setTimeout(() => {
      if (!this.#question || socket !== this.#socket) return;
      socket.close();
      this.#dropped(socket);
    }, PROOF_MS);
  }
}
