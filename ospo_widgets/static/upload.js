// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// Sends a file in pieces that each stay under the websocket's message limit; the kernel
// acknowledges every piece, so memory stays flat on both sides.
function render({ model, el }) {
  const id = "ospo-upload-" + Math.random().toString(36).slice(2);
  const drop = document.createElement("div");
  drop.className = "drop";
  const label = document.createElement("label");
  label.htmlFor = id;
  label.className = model.get("primary") ? "btn primary" : "btn small";
  const input = document.createElement("input");
  input.type = "file";
  input.id = id;
  input.className = "visually-hidden";
  const hint = document.createElement("p");
  hint.className = "muted";
  hint.id = id + "-hint";
  input.setAttribute("aria-describedby", hint.id);
  const bar = document.createElement("progress");
  bar.hidden = true;
  bar.max = 1;
  drop.append(input, label, hint, bar);
  el.append(drop);

  const texts = () => {
    label.textContent = model.get("label");
    hint.textContent = model.get("hint");
    input.accept = model.get("accept");
    bar.setAttribute("aria-label", model.get("progress_label"));
  };
  model.on("change:label", texts);
  texts();

  let busy = false;
  const acknowledged = () =>
    new Promise((resolve, reject) => {
      const receive = (message) => {
        if (message.op !== "ack") return;
        model.off("msg:custom", receive);
        message.ok ? resolve() : reject(new Error("refused"));
      };
      model.on("msg:custom", receive);
    });

  async function send(file) {
    if (!file || busy) return;
    if (file.size > model.get("max_bytes")) {
      model.send({ op: "too-large", name: file.name, size: file.size });
      return;
    }
    busy = true;
    bar.hidden = false;
    bar.value = 0;
    const step = model.get("chunk_bytes");
    try {
      for (let offset = 0; offset < Math.max(file.size, 1); offset += step) {
        const piece = await file.slice(offset, offset + step).arrayBuffer();
        const answer = acknowledged();
        model.send({ op: "chunk", name: file.name, offset, size: file.size }, undefined, [piece]);
        await answer;
        bar.value = Math.min(1, (offset + step) / Math.max(file.size, 1));
      }
    } catch (error) {
      console.warn(error);
    }
    bar.hidden = true;
    busy = false;
    input.value = "";
  }

  input.addEventListener("change", () => send(input.files[0]));
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    send(event.dataTransfer.files[0]);
  });
}
export default { render };
