/** An amount in USD; `null` where it is not known, never 0. A known part of it then stands in a member with `_at_least`. */
export type Amount = number | null;

/** Costs of all features, or of one. */
export interface Costs {
  cost_usd_per_day: Amount;
  /** What it costs at least, where `cost_usd_per_day` is `null` and a part is known; so for each member below. */
  cost_usd_per_day_at_least?: number;
  cost_usd_per_month: Amount;
  cost_usd_per_month_at_least?: number;
  cost_usd_per_year: Amount;
  cost_usd_per_year_at_least?: number;
  cost_usd_per_user_month: Amount;
  cost_usd_per_user_month_at_least?: number;
  cost_usd_per_active_user_month: Amount;
  cost_usd_per_active_user_month_at_least?: number;
}

/** The headline figures of what is shown. */
export interface Figures extends Costs {
  requests_per_month: number;
  features: (Costs & { name: string; cost_usd_per_request: Amount; cost_usd_per_request_at_least?: number })[];
}

/** A remark on a scenario's text. */
export interface ScenarioNotice {
  /**
   * Nothing could be read (`not_ours`, `cut_short`, `altered`, `newer`, `too_long`, `invalid`), or a part of it
   * (`replaced`, `unknown_key` and so on).
   */
  kind: string;
  /** The remark as a sentence. */
  text: string;
}

/** `scenario-change`: a person changed the scenario. */
export type ScenarioChangeEvent = CustomEvent<{
  /** The scenario as link text: what follows `#s=` in a link. Empty where it is too long for a link. */
  scenario: string;
}>;

/** `estimate-change`: the figures changed because a person changed something. */
export type EstimateChangeEvent = CustomEvent<Figures>;

/** `scenario-error`: the text that the page set as `scenario` could not be read, or not all of it. */
export type ScenarioErrorEvent = CustomEvent<{
  /** That text. */
  text: string;
  notices: ScenarioNotice[];
}>;

/** `unavailable`: the widget cannot run here; the element's own content stays. */
export type UnavailableEvent = CustomEvent<{
  /** A sentence for the reader. */
  reason: string;
}>;

/** Events that bubble and cross shadow roots. */
export interface InferenceEstimatorBubblingEventMap {
  "scenario-change": ScenarioChangeEvent;
  "estimate-change": EstimateChangeEvent;
  "scenario-error": ScenarioErrorEvent;
  /** The browser keeps nothing; the widget runs on from memory. */
  "storage-refused": CustomEvent<undefined>;
}

/** All events of the element. */
export interface InferenceEstimatorEventMap extends InferenceEstimatorBubblingEventMap {
  /** The widget is shown. */
  ready: CustomEvent<null>;
  unavailable: UnavailableEvent;
}

/** What may be written as attributes; frameworks set them as properties. */
export interface InferenceEstimatorAttributes {
  /** `compact` fits into an article; `full` has every question and answer. */
  view?: "compact" | "full";
  /** Link text, a whole link or a preset's name. */
  scenario?: string | null;
  /** Colours; `auto` follows the reader's system. */
  theme?: "auto" | "light" | "dark";
  /** Language of numbers, a BCP 47 tag. */
  locale?: string | null;
  /** `lazy` loads nothing before the element comes near the viewport. */
  loading?: "eager" | "lazy";
  /** Address of the full estimator, http or https. */
  home?: string | null;
  /** Whether this browser keeps the last scenario, and the one that is pinned. */
  autosave?: boolean;
  /** Name of its region for screen readers. */
  label?: string | null;
}

/** `<inference-estimator>`. Where there is no page (on a server) the class exists and is of no use. */
export class InferenceEstimator extends HTMLElement {
  /** Bytes of WebAssembly memory that all elements of the page share; 0 before the first is shown. */
  static memoryBytes(): number;

  /** `compact` fits into an article; `full` has every question and answer. Attribute `view`. */
  get view(): "compact" | "full";
  set view(value: "compact" | "full" | null);

  /** Colours; `auto` follows the reader's system. Attribute `theme`. */
  get theme(): "auto" | "light" | "dark";
  set theme(value: "auto" | "light" | "dark" | null);

  /** Language of numbers, a BCP 47 tag. Unset, the nearest `lang` around the element counts. Attribute `locale`. */
  get locale(): string;
  set locale(value: string | null);

  /**
   * `lazy` loads nothing before the element comes near the viewport; set to `eager`, it begins at once. Attribute
   * `loading`.
   */
  get loading(): "eager" | "lazy";
  set loading(value: "eager" | "lazy" | null);

  /** Whether the page's address holds the scenario. Only for a page that is about nothing else. Attribute `url-sync`. */
  get urlSync(): boolean;
  set urlSync(value: boolean);

  /** Whether this browser keeps the last scenario, and the one that is pinned. Attribute `autosave`. */
  get autosave(): boolean;
  set autosave(value: boolean);

  /**
   * Address of the full estimator, which opens with the same inputs; empty where the attribute is no address of http or
   * https. Read when the widget is shown. Attribute `home`.
   */
  get home(): string;
  set home(value: string | null);

  /** Name of its region for screen readers. Read when the widget is shown; unnamed ones are numbered. Attribute `label`. */
  get label(): string;
  set label(value: string | null);

  /** The headline figures of what is shown; null while nothing is. Computed when asked for. */
  readonly estimate: Figures | null;

  /**
   * The scenario as link text: what is shown now; empty where that is too long for a link. Setting it loads link text, a
   * whole link or a preset's name, and `estimate` follows at once.
   */
  get scenario(): string;
  set scenario(value: string | null);

  addEventListener<K extends keyof InferenceEstimatorEventMap>(type: K, listener: (this: InferenceEstimator, event: InferenceEstimatorEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof InferenceEstimatorEventMap>(type: K, listener: (this: InferenceEstimator, event: InferenceEstimatorEventMap[K]) => void, options?: boolean | EventListenerOptions): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => void, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "inference-estimator": InferenceEstimator;
  }
  // What bubbles can be heard at the document, too.
  interface DocumentEventMap extends InferenceEstimatorBubblingEventMap {}
}
