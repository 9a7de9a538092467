// SPDX-FileCopyrightText: 2026 CERN
// SPDX-License-Identifier: Apache-2.0

// Brings the page to life. The page comes in two pieces: its frame at once, the app's first screen
// when the kernel has made it. Scripts load meanwhile, and the connection is made while the first
// screen is drawn.

import { Kernel } from "./kernel.js";
import { Manager } from "./manager.js";
import { coreWidgets, finder } from "./packages.js";

const read = (element) => JSON.parse(element.textContent);

/**
 * The element, as soon as it is whole in the page; what stands before it is complete then. It may
 * come in pieces, and is whole when something follows it. A page that ends without it was cut off:
 * its kernel died, or the line did.
 */
function there(id) {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = document.getElementById(id);
      if (!found?.nextSibling && document.readyState === "loading") return;
      watch.disconnect();
      if (found) resolve(found);
      else reject(new Error(`The page ended before ${id}.`));
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", look);
    look();
  });
}

/** Says in the page that it does not work, and why in the console. */
function failed(error) {
  console.error(error);
  const box = document.getElementById("ospo-failed");
  if (!box) { // it is still to come
    document.addEventListener("DOMContentLoaded", () => failed(error), { once: true });
    return;
  }
  document.getElementById("ospo-cells")?.setAttribute("hidden", "");
  box.hidden = false;
  // Its heading stays, for the page keeps its name.
  document.getElementById("ospo-waiting")?.remove();
}

/** A closed page ends its session; one that comes back from the browser's memory begins anew. */
function endWithPage(kernel, goodbye) {
  window.addEventListener("pagehide", () => {
    kernel.end();
    navigator.sendBeacon(goodbye);
  });
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

async function start() {
  const { widgets, anywidget } = read(await there("ospo-frame"));
  const loading = coreWidgets(widgets);
  loading.catch(() => {}); // said below, when the page can say it
  const find = finder(loading, anywidget);

  await there("ospo-end");
  const { baseUrl, kernelId } = read(document.getElementById("jupyter-config-data"));
  const places = [...document.querySelectorAll(".ospo-view")];
  if (!places.length) throw new Error("The session ended before the app was there.");
  const states = [...document.querySelectorAll(".ospo-states")].map(read);
  const library = await loading;

  const address = new URL(`${baseUrl}api/kernels/${kernelId}/channels`, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const kernel = new Kernel(
    address.href,
    (message) => manager.hear(message),
    // After an interruption all is compared; the first time, the page knows most of it.
    (again) => told(again || !states.length ? manager.askForStates() : manager.askForChanges()),
  );
  const manager = new Manager(kernel, library, find);
  endWithPage(kernel, `${baseUrl}voila/api/shutdown/${kernelId}`);
  let told;
  const connected = new Promise((resolve) => (told = resolve));
  kernel.connect();

  if (states.length) await Promise.all(states.map((one) => manager.adopt(one)));
  else await connected;
  const cells = document.getElementById("ospo-cells");
  await Promise.all(places.map((place) => manager.show(place.dataset.model, place)));
  // In one step, so that there is one heading at any time.
  document.getElementById("ospo-opening").remove();
  cells.hidden = false;
  document.body.dataset.live = "drawn";
  await connected;
  document.body.dataset.live = "connected";
  manager.makeAll();
}

start().catch(failed);
