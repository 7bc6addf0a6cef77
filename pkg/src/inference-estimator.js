// <inference-estimator>: a small shell. It shows the host's own content until the widget can take its place,
// loads the module when it is wanted, and passes attributes in and events out.
import tokens from "../../style/tokens.css";
import widget from "../../style/widget.css";
import { CannotRun, load } from "./engine.js";

const NAME = "inference-estimator";
const NEAR = "400px";
const SHELL_CSS = `
:host { all: initial; font: inherit }
:host(:not([hidden])) { display: block !important }
[hidden] { display: none !important }
/* The page may force what is inherited upon the element, and no further. */
.root {
  text-transform: none; letter-spacing: normal; word-spacing: normal; text-indent: 0; white-space: normal;
  text-shadow: none; visibility: visible; cursor: auto
}
.reason { font: inherit; margin: 0.5em 0 0 }
`;

// A style sheet belongs to one document: an element that moves to another needs that document's own.
const sheets = new WeakMap(), made = [];
let rules = SHELL_CSS + tokens + widget;
function sheetFor(document) {
  if (!sheets.has(document)) {
    const sheet = new document.defaultView.CSSStyleSheet();
    sheet.replaceSync(rules);
    sheets.set(document, sheet);
    made.push(new WeakRef(sheet));
  }
  return sheets.get(document);
}

/** The part for later has come, with rules of its own. */
function dressLater(more) {
  rules += more;
  for (const each of made) each.deref()?.replaceSync(rules);
}

// The module does not know which widget it was working for when it stopped; this does, for every way in passes here.
let atWork;
const stoppedHere = Symbol();

export class InferenceEstimator extends HTMLElement {
  static observedAttributes = ["view", "theme", "locale", "scenario"];

  static #memory;

  /** Bytes of WebAssembly memory that all elements of the page share; 0 before the first is shown. */
  static memoryBytes() { return InferenceEstimator.#memory?.buffer.byteLength ?? 0; }

  #handle;
  #place;
  #slot;
  #reason;
  #latest;
  #figures;
  #nearness;
  #sizes;
  #starting = false;
  #failed = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.#slot = document.createElement("slot");
    this.#reason = Object.assign(document.createElement("p"), { className: "reason", hidden: true });
    this.#reason.setAttribute("part", "reason");
    this.#place = Object.assign(document.createElement("div"), { className: "root", hidden: true });
    root.append(this.#slot, this.#reason, this.#place);
    const enter = () => { atWork = this; };
    for (const type of ["pointerdown", "click", "keydown", "input", "change", "focusin", "focusout"]) {
      root.addEventListener(type, enter, { capture: true, passive: true });
    }
  }

  connectedCallback() {
    this.#dress();
    for (const name of ["view", "theme", "locale", "loading", "scenario", "urlSync", "autosave", "home"]) this.#adopt(name);
    if (this.#handle || this.#starting || this.#failed) return;
    if (this.loading !== "lazy" || !("IntersectionObserver" in globalThis)) return void this.#start();
    this.#nearness ??= new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.#forgetNearness();
      this.#start();
    }, { rootMargin: NEAR });
    this.#nearness.observe(this);
  }

  // A move inside the page is a removal followed by an insertion; only an element that stays away is taken down.
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#forgetNearness();
      this.#takeDown();
    });
  }

  // With this present, `moveBefore` neither removes nor inserts.
  connectedMoveCallback() {}

  adoptedCallback() { this.#dress(); }

  attributeChangedCallback(name, before, after) {
    if (!this.#handle || before === after) return;
    atWork = this;
    if (name === "view") this.#handle.setView(this.view);
    else if (name === "theme") this.#handle.setTheme(this.theme);
    else if (name === "locale") this.#handle.setLocale(this.locale);
    else this.#handle.setScenario(after ?? undefined);
  }

  get view() { return this.getAttribute("view") === "full" ? "full" : "compact"; }
  set view(value) { this.setAttribute("view", value); }

  get theme() { return this.getAttribute("theme") ?? "auto"; }
  set theme(value) { this.setAttribute("theme", value); }

  get locale() {
    return this.getAttribute("locale") || this.closest("[lang]")?.lang || navigator.language || "en";
  }
  set locale(value) { this.#reflect("locale", value); }

  get loading() { return this.getAttribute("loading") === "lazy" ? "lazy" : "eager"; }
  set loading(value) { this.setAttribute("loading", value); }

  get urlSync() { return this.hasAttribute("url-sync"); }
  set urlSync(value) { this.toggleAttribute("url-sync", Boolean(value)); }

  get autosave() { return this.hasAttribute("autosave"); }
  set autosave(value) { this.toggleAttribute("autosave", Boolean(value)); }

  get home() { return this.getAttribute("home") ?? ""; }
  set home(value) { this.#reflect("home", value); }

  /** The headline figures of what is shown, with units in the names; null while nothing is shown. */
  get estimate() { return this.#handle?.estimate() ?? null; }

  /** The scenario as link text: what is shown now, or what the attribute asks for while nothing is shown. */
  get scenario() { return this.#handle?.scenario() || this.#latest || this.getAttribute("scenario") || ""; }
  set scenario(value) {
    const same = this.getAttribute("scenario") === value;
    this.#reflect("scenario", value);
    // Asking again for what the attribute says already undoes what was typed since.
    if (same) this.#handle?.setScenario(value);
  }

  async #start() {
    this.#starting = true;
    try {
      const engine = await load(stopped, dressLater);
      if (!this.isConnected) return;
      atWork = this;
      InferenceEstimator.#memory = engine.memory;
      this.#handle = engine.mount(this.#place, engine.book, this.#settings());
      this.#watchWidth();
      this.#show(this.#place);
      this.dispatchEvent(new CustomEvent("ready", { bubbles: false }));
    } catch (error) {
      // A module that stopped has been heard of already, by another way.
      if (!this.#failed) this.#explain(error);
    } finally {
      this.#starting = false;
    }
  }

  #settings() {
    return {
      view: this.view,
      theme: this.theme,
      locale: this.locale,
      // A widget that comes back goes on where it was.
      scenario: this.#latest ?? this.getAttribute("scenario") ?? undefined,
      urlSync: this.urlSync,
      autosave: this.autosave,
      // A page that keeps the scenario in its own address is the full estimator's own.
      home: this.getAttribute("home") ?? (this.urlSync ? location.href.split("#")[0] : undefined),
      copy: (text) => navigator.clipboard.writeText(text),
      save: (name, text) => {
        const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
        Object.assign(document.createElement("a"), { href, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(href), 60_000);
      },
      report: (name, detail) => {
        if (name === "storage-refused") this.#note();
        if (name === "scenario-change") detail = { scenario: this.#latest = detail };
        this.#tell(name, detail);
        if (name === "scenario-change") this.#tellFigures();
      },
    };
  }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail })); }

  #tellFigures() {
    const estimate = this.estimate;
    const figures = JSON.stringify(estimate);
    if (!estimate || figures === this.#figures) return;
    this.#figures = figures;
    this.#tell("estimate-change", estimate);
  }

  /** One quiet sentence below the widget: it runs on from memory. */
  #note() {
    this.#reason.textContent = "This browser keeps nothing here: copy the link if you want to come back to these inputs.";
    this.#reason.hidden = false;
    this.shadowRoot.append(this.#reason);
  }

  // Charts are drawn pixel for pixel. A hidden element has no width, which is nothing to draw for.
  #watchWidth() {
    const tell = (width) => { if (width > 0) this.#handle?.setWidth(width); };
    tell(this.getBoundingClientRect().width);
    // In the next frame: what is laid out anew within this one, the browser reports to the host as an error.
    this.#sizes ??= new ResizeObserver(([entry]) => requestAnimationFrame(() => {
      atWork = this;
      tell(entry.contentRect.width);
    }));
    this.#sizes.observe(this);
  }

  #takeDown() {
    this.#sizes?.disconnect();
    if (!this.#handle) return;
    this.#latest = this.#handle.scenario() || undefined;
    this.#handle.free();
    this.#handle = undefined;
    this.#show(this.#slot);
  }

  #show(part) {
    for (const each of [this.#slot, this.#place]) each.hidden = each !== part;
    this.#reason.hidden = true;
  }

  /** Keeps the host's own content and says below it why nothing more can be had. */
  #explain(error) {
    this.#failed = true;
    const known = error instanceof CannotRun;
    this.#show(this.#slot);
    this.#reason.textContent = known ? error.message : "The estimator stopped while it was starting.";
    this.#reason.hidden = false;
    console.warn(`<${NAME}>`, known ? `${error.message} ${error.remedy}` : error);
    this.dispatchEvent(new CustomEvent("unavailable", { detail: { reason: this.#reason.textContent } }));
  }

  /** The module stopped while it worked for this element: its nodes are dead, its inputs are not lost. */
  [stoppedHere](error) {
    if (this.#failed) return;
    this.#failed = true;
    this.#handle = undefined;
    this.#place.inert = true;
    this.#place.setAttribute("data-stopped", "");
    this.#reason.textContent = "The estimate stopped because of a fault in it. Your inputs: ";
    this.#reason.setAttribute("role", "alert");
    this.#reason.hidden = false;
    const inputs = Object.assign(document.createElement("input"), { readOnly: true, value: this.#latest ?? "" });
    inputs.setAttribute("aria-label", "Your inputs as link text, to copy");
    const again = Object.assign(document.createElement("button"), { type: "button", textContent: "Reload the page" });
    again.addEventListener("click", () => location.reload());
    this.#reason.append(inputs, " ", again);
    console.error(`<${NAME}>`, error);
  }

  #forgetNearness() {
    this.#nearness?.disconnect();
    this.#nearness = undefined;
  }

  #dress() { this.shadowRoot.adoptedStyleSheets = [sheetFor(this.ownerDocument)]; }

  /** A property set before the element was defined hides the accessor: take it off and set it again. */
  #adopt(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  #reflect(name, value) {
    if (value === null || value === undefined) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }
}

function stopped(error) { atWork?.[stoppedHere](error); }

const defined = customElements.get(NAME);
if (!defined) customElements.define(NAME, InferenceEstimator);
else if (defined !== InferenceEstimator) console.info(`<${NAME}> is defined already; this second copy rests.`);
