// The stand-alone page around the element: works without a network, says when an update is ready, and can be saved as
// one file. An embed has none of this.
import { inside } from "../pkg/src/inside.js";

/**
 * What index.html has, by its selector.
 * @type {(selector: string) => HTMLElement}
 */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

const BUILD = part('meta[name="build"]')?.getAttribute("content");
const element = /** @type {EstimatorElement} */ (part("inference-estimator"));
const foot = part(".page-foot");
const save = /** @type {HTMLButtonElement} */ (part(".page-foot button"));
const notice = part(".page-notice");

/** Shows a quiet line at the page's foot, with a button for each thing that can be done: its name, and what it does. */
function tell(text, actions = {}) {
  notice.replaceChildren(text);
  for (const [name, run] of Object.entries(actions)) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    button.addEventListener("click", run);
    notice.append(" ", button);
  }
}

/** Puts this page, with the scenario that it shows, into one HTML file, and hands it to the reader. */
async function saveAsOneFile() {
  save.disabled = true;
  try {
    const { oneFile, partsInside, partsOfPage } = inside?.single ?? await import("./single.js");
    const parts = inside ? partsInside(document) : await partsOfPage(document);
    const html = await oneFile(parts, `${element.scenario}` + (/&a=1\.[\w-]+$/.exec(location.hash) ?? ""));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([html], { type: "text/html" }));
    link.download = "inference-estimator.html";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (error) {
    console.warn(error);
    tell("The file could not be made: a part of this page is not there any more. Reload the page and try again.");
  } finally {
    save.disabled = false;
  }
}

/** Registers the service worker; where there is none (a file, a frame, a private window) the page is as before. */
async function workOffline() {
  if (inside || window.top !== window || !location.protocol.startsWith("http")) return;
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const policy = globalThis.trustedTypes?.createPolicy("inference-estimator-page", { createScriptURL: (url) => url });
  const registration = await workers.register(policy?.createScriptURL("sw.js") ?? "sw.js", { updateViaCache: "none" });
  workers.addEventListener("message", ({ data, ports }) => {
    if (data === "which build?") ports[0]?.postMessage(BUILD);
  });
  workers.startMessages();
  workers.controller?.postMessage("sweep");
  keepTheRest(workers);

  let asked = false;
  const takeOver = () => {
    asked = true;
    // Another page may have let it in already.
    if (registration.waiting) registration.waiting.postMessage("take over");
    else location.reload();
  };
  const ready = () => {
    tell("An update is ready.", { "Load it": takeOver });
    document.dispatchEvent(new CustomEvent("update-ready", { detail: { takeOver } }));
  };
  workers.addEventListener("controllerchange", () => { if (asked) location.reload(); });
  if (registration.waiting && workers.controller) ready();
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed" && workers.controller) ready();
    });
  });
  // A page that stays open for days asks when somebody comes back to it.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  });
}

// Who reads for so long may stay for longer than the server keeps this build.
const STAYS_MS = 60_000;

/** Who only looks loads what is shown. Once somebody is there, the rest is kept, too, to go on without a network. */
function keepTheRest(workers) {
  const done = new AbortController();
  const keep = async () => {
    done.abort();
    clearTimeout(stays);
    (await workers.ready).active.postMessage("keep the rest");
  };
  const stays = setTimeout(keep, STAYS_MS);
  for (const type of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focusin"]) {
    addEventListener(type, keep, { signal: done.signal, passive: true, capture: true });
  }
}

const DRAFT = "inference-estimator:draft";
const ASIDE = "inference-estimator:draft-before-link";

/** Storage may be missing, blocked or full: then there is nothing to remember. */
function storage(use) {
  try { return use(localStorage); } catch { /* the page runs from memory */ }
}

/** A link opens as a copy. The draft of the last visit is offered, and put aside before a change to the copy replaces it. */
function keepDraft() {
  const isLink = /[#?&](%23)?[sp]=/.test(location.search + location.hash);
  const draft = storage((kept) => kept.getItem(isLink ? DRAFT : ASIDE));
  if (!draft || location.hash.split("&")[0] === `#s=${draft}` || element.scenario === draft) return;
  const forget = () => {
    storage((kept) => kept.removeItem(ASIDE));
    notice.replaceChildren();
  };
  const back = () => {
    forget();
    location.hash = `s=${draft}`;
  };
  if (!isLink) return void tell("A draft from before you opened a link is kept.", { "Go to it": back, "Forget it": forget });
  // The widget shows the text of a link that it could not read: what it shows besides is no copy.
  const isCopy = !element.shadowRoot?.querySelector(".lost");
  tell(isCopy ? "This is a copy from a link. Your own draft is kept." : "Your own draft is kept.", { "Go to it": back });
  element.addEventListener("scenario-change", () => storage((kept) => kept.setItem(ASIDE, draft)), { once: true });
}

save.addEventListener("click", saveAsOneFile);
// A view may ask for the file, too.
document.addEventListener("save-file", saveAsOneFile);
const stands = () => {
  foot.hidden = false;
  keepDraft();
  workOffline().catch((error) => console.info("The page will not be kept for offline use:", error.message));
};
const root = /** @type {HTMLElement | null | undefined} */ (element.shadowRoot?.querySelector(".root"));
if (root?.hidden === false) stands();
else element.addEventListener("ready", stands, { once: true });
