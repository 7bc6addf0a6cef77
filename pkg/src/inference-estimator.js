// <inference-estimator>: a small shell. It shows the host's own content until the widget can take its place,
// loads the module when it is wanted, and passes attributes in and events out.
import tokens from "../../style/tokens.css";
import widget from "../../style/widget.css";
import full from "../../style/full.css";
import { webAddress } from "./address.js";
import { CannotRun, load, table, whyMissing } from "./engine.js";
import { serveMenus } from "./menus.js";
import { watchTranslators } from "./translated.js";

const NAME = "inference-estimator";
const NEAR = "400px";
// A server that renders pages imports this file, too: there is no page there, and nothing to define.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});
// The page may hide the element in any way, and what it says about inherited properties ends at the inner wrapper.
const SHELL_CSS = `
:host { display: block }
:host([hidden]), [hidden] { display: none !important }
.root { all: initial; display: block; font: inherit; visibility: inherit }
.reason { font: inherit; margin: 0.5em 0 0 }
/* The room that the compact form will take, until it is there: nothing below it moves. */
.room { container-type: inline-size }
.room > div { min-height: 41em }
@container (min-width: 360px) { .room > div { min-height: 36em } }
@container (min-width: 520px) { .room > div { min-height: 33em } }
@container (min-width: 700px) { .room > div { min-height: 29em } }
`;

// A style sheet belongs to one document: an element that moves to another needs that document's own.
const sheets = new WeakMap(), made = [];
// By part, in the order in which they apply, whatever the order in which they arrive.
const rules = { first: SHELL_CSS + tokens + widget, full: IS_WHOLE ? full : "", later: "" };
const allRules = () => Object.values(rules).join("");
function sheetFor(document) {
  if (!sheets.has(document)) {
    const sheet = new document.defaultView.CSSStyleSheet();
    // jsdom has style sheets that hold nothing.
    sheet.replaceSync?.(allRules());
    sheets.set(document, sheet);
    made.push(new WeakRef(sheet));
  }
  return sheets.get(document);
}

/** A part of the module has been loaded, with rules of its own. */
function addRules(part, css) {
  rules[part] = css;
  for (const each of made) each.deref()?.replaceSync?.(allRules());
}

// Elements that show a widget.
const running = new Set();
// The module does not know which widget it was working for when it stopped; this does, for every way in passes here.
let atWork;
const stoppedHere = Symbol();

export class InferenceEstimator extends Base {
  static observedAttributes = ["view", "theme", "locale", "scenario", "loading"];

  static #memory;

  /** Bytes of WebAssembly memory that all elements of the page share; 0 before the first is shown. */
  static memoryBytes() { return InferenceEstimator.#memory?.buffer.byteLength ?? 0; }

  #handle;
  #shown;
  #isRestarted = false;
  #place;
  #slot;
  #room;
  #reason;
  #latest;
  #figures;
  #nearness;
  #sizes;
  #number = 0;
  #starting = false;
  #failed = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.#slot = document.createElement("slot");
    this.#reason = Object.assign(document.createElement("p"), { className: "reason", hidden: true });
    for (const [name, value] of [["part", "reason"], ["lang", "en"], ["dir", "ltr"]]) this.#reason.setAttribute(name, value);
    this.#place = Object.assign(document.createElement("div"), { className: "root", hidden: true });
    this.#room = document.createElement("div");
    const inner = document.createElement("div");
    inner.append(this.#slot);
    this.#room.append(inner);
    root.append(this.#room, this.#reason, this.#place);
    watchTranslators(this.#place);
    serveMenus(root);
    const enter = () => { atWork = this; };
    for (const type of ["pointerdown", "click", "keydown", "input", "change", "focusin", "focusout"]) {
      root.addEventListener(type, enter, { capture: true, passive: true });
    }
  }

  connectedCallback() {
    this.#dress();
    for (const name of ["view", "theme", "locale", "loading", "scenario", "urlSync", "autosave", "home", "label"]) this.#adopt(name);
    if (this.#handle || this.#starting || this.#failed) return;
    if (this.view === "compact" && !this.#latest) this.#room.className = "room";
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
      // It tries again when it comes back.
      if (this.#failed) this.#clear();
    });
  }

  // With this present, `moveBefore` neither removes nor inserts.
  connectedMoveCallback() {}

  adoptedCallback() { this.#dress(); }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "loading") {
      // Who no longer waits for it to come near begins.
      if (this.#nearness && this.loading === "eager") {
        this.#forgetNearness();
        this.#start();
      }
      return;
    }
    if (!this.#handle) return;
    atWork = this;
    if (name === "view") this.#handle.setView(this.view);
    else if (name === "theme") this.#handle.setTheme(this.theme);
    else if (name === "locale") this.#handle.setLocale(this.locale);
    else this.#handle.setScenario(after ?? undefined);
  }

  get view() { return this.getAttribute("view") === "full" ? "full" : "compact"; }
  set view(value) { this.#reflect("view", value); }

  get theme() {
    const theme = this.getAttribute("theme");
    return theme === "light" || theme === "dark" ? theme : "auto";
  }
  set theme(value) { this.#reflect("theme", value); }

  get locale() {
    const tags = [this.getAttribute("locale"), this.closest("[lang]")?.getAttribute("lang"), navigator.language];
    return tags.find(isLanguage) ?? "en";
  }
  set locale(value) { this.#reflect("locale", value); }

  get loading() { return this.getAttribute("loading") === "lazy" ? "lazy" : "eager"; }
  set loading(value) { this.#reflect("loading", value); }

  get urlSync() { return this.hasAttribute("url-sync"); }
  set urlSync(value) { this.toggleAttribute("url-sync", Boolean(value)); }

  get autosave() { return this.hasAttribute("autosave"); }
  set autosave(value) { this.toggleAttribute("autosave", Boolean(value)); }

  /** Empty where the attribute is no address of http or https. */
  get home() { return this.getAttribute("home") && webAddress(this.getAttribute("home")) || ""; }
  set home(value) { this.#reflect("home", value); }

  get label() { return this.getAttribute("label") ?? ""; }
  set label(value) { this.#reflect("label", value); }

  /** The headline figures of what is shown, with units in the names; null while nothing is shown. */
  get estimate() { return this.#handle?.estimate() ?? null; }

  /**
   * The scenario as link text: what is shown now, or what the attribute asks for while nothing is shown. Empty where what is
   * shown is too long for a link.
   */
  get scenario() { return this.#handle?.scenario() ?? this.#latest ?? this.getAttribute("scenario") ?? ""; }
  set scenario(value) {
    const same = this.getAttribute("scenario") === value;
    this.#reflect("scenario", value);
    // Asking again for what the attribute says already undoes what was typed since.
    if (same) this.#handle?.setScenario(value);
  }

  async #start() {
    this.#starting = true;
    try {
      const engine = await load(stopped, addRules, this.view === "full");
      if (!this.isConnected) return;
      atWork = this;
      InferenceEstimator.#memory = engine.memory;
      this.#handle = engine.mount(this.#place, engine.book, this.#settings());
      running.add(this);
      this.#watchWidth();
      this.#show(this.#place);
      if (engine.note) this.#say(engine.note);
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
      home: this.#homeAddress(),
      label: this.#regionName(),
      copy: (text) => navigator.clipboard.writeText(text),
      save: (name, text, type) => {
        const hand = (file) => {
          const href = URL.createObjectURL(file);
          Object.assign(document.createElement("a"), { href, download: name }).click();
          setTimeout(() => URL.revokeObjectURL(href), 60_000);
        };
        if (type === "image/png") painted(text).then(hand, console.warn);
        else hand(new Blob([text], { type }));
      },
      table,
      whyMissing,
      shown: (scenario) => { this.#shown = scenario; },
      report: (name, detail) => {
        if (name === "storage-refused") {
          this.#say("This browser keeps nothing here: copy the link if you want to come back to these inputs.");
        }
        if (name === "scenario-error") {
          // The module is at work: who hears of it may ask it for something.
          queueMicrotask(() => this.#tell(name, detail));
          console.warn(`<${NAME} scenario="${detail.text}">`, detail.notices.map(({ text }) => text).join("; "));
          return;
        }
        if (name === "scenario-change") {
          this.#latest = detail;
          detail = { scenario: detail };
        }
        this.#tell(name, detail);
        if (name === "scenario-change") this.#tellFigures();
      },
    };
  }

  /** Where the full estimator is. A page that keeps the scenario in its own address is the full estimator's own. */
  #homeAddress() {
    if (!this.hasAttribute("home")) return this.urlSync ? location.href.split("#")[0] : undefined;
    if (!this.home) console.warn(`<${NAME}> home="${this.getAttribute("home")}" is no address of http or https, and is not used.`);
    return this.home || undefined;
  }

  /** Regions of one page have names of their own: the second and further ones are numbered, unless the page names them. */
  #regionName() {
    if (this.label) return this.label;
    const taken = [...running].map((each) => each.#number);
    this.#number = 1;
    while (taken.includes(this.#number)) this.#number += 1;
    return this.#number > 1 ? `Inference cost estimator ${this.#number}` : undefined;
  }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail })); }

  #tellFigures() {
    const estimate = this.estimate;
    const figures = JSON.stringify(estimate);
    if (!estimate || figures === this.#figures) return;
    this.#figures = figures;
    this.#tell("estimate-change", estimate);
  }

  /** One quiet sentence below the widget, beside one that is there. */
  #say(sentence) {
    const before = this.#reason.hidden ? "" : `${this.#reason.textContent} `;
    this.#reason.textContent = before + sentence;
    this.#reason.hidden = false;
    this.shadowRoot?.append(this.#reason);
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
    running.delete(this);
    if (!this.#handle) return;
    this.#latest = this.#handle.scenario() || this.#latest;
    this.#handle.free();
    this.#handle = undefined;
    this.#show(this.#slot);
  }

  #show(part) {
    // What was shown once, or cannot be shown, needs no room kept.
    this.#room.className = "";
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

  /** The module stopped: its nodes do nothing any more, the inputs are not lost. */
  [stoppedHere](error) {
    if (this.#failed) return;
    this.#failed = true;
    this.#latest = this.#shown ?? this.#latest;
    this.#handle = undefined;
    running.delete(this);
    this.#sizes?.disconnect();
    this.#place.inert = true;
    this.#place.setAttribute("data-stopped", "");
    const fault = this === atWork ? "a fault in it" : "a fault in another estimator on this page";
    this.#reason.textContent = `The estimate stopped because of ${fault}. Your inputs: `;
    this.#reason.setAttribute("role", "alert");
    this.#reason.hidden = false;
    const inputs = Object.assign(document.createElement("input"), { readOnly: true, value: this.#latest ?? "" });
    inputs.setAttribute("aria-label", "Your inputs as link text, to copy");
    // A second stop has probably the same cause.
    const [name, act] = this.#isRestarted ? ["Reload the page", () => location.reload()] : ["Start again", () => this.#restart()];
    const again = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    again.addEventListener("click", act);
    this.#reason.append(inputs, " ", again);
    console.error(`<${NAME}>`, error);
  }

  #restart() {
    this.#isRestarted = true;
    this.#clear();
    this.#start();
  }

  /** Takes away what a failure has left. */
  #clear() {
    this.#failed = false;
    this.#reason.removeAttribute("role");
    this.#place.replaceChildren();
    this.#place.inert = false;
    this.#place.removeAttribute("data-stopped");
    this.#show(this.#slot);
  }

  #forgetNearness() {
    this.#nearness?.disconnect();
    this.#nearness = undefined;
  }

  #dress() { if (this.shadowRoot) this.shadowRoot.adoptedStyleSheets = [sheetFor(this.ownerDocument)]; }

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

/** Whether numbers can be written as this tag asks. */
function isLanguage(tag) {
  try { return Boolean(tag) && Intl.getCanonicalLocales(tag).length > 0; } catch { return false; }
}

/** A drawing in SVG as a picture of pixels, two for each of its own. */
async function painted(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

/** All widgets of the page are one module's: a stop concerns each of them. */
function stopped(error) {
  for (const each of new Set([...running, atWork])) each?.[stoppedHere](error);
}

const defined = globalThis.customElements?.get(NAME);
if (!defined) globalThis.customElements?.define(NAME, InferenceEstimator);
else if (defined !== InferenceEstimator) console.info(`<${NAME}> is defined already; this second copy rests.`);
