/** `scenario-change`: a person changed the scenario. Bubbles and crosses shadow roots. */
export type ScenarioChangeEvent = CustomEvent<{
  /** Address of the full estimator, which opens with the same inputs. Read when the widget is shown. Attribute `home`. */
  get home(): string;
  set home(value: string | null);

  /** The headline figures of what is shown; null while nothing is. Computed when asked for. */
  get estimate(): Figures | null;

  /** The scenario as link text: what follows `#s=` in a link. */
  scenario: string;
}>;

/** An amount in USD; `null` where it is not known. A known part of it then stands in a member with `_at_least`. */
export type Amount = number | null;

/** Costs of all features, or of one. */
export interface Costs {
  cost_usd_per_day: Amount;
  cost_usd_per_month: Amount;
  cost_usd_per_year: Amount;
  cost_usd_per_user_month: Amount;
  cost_usd_per_active_user_month: Amount;
}

/** The headline figures of what is shown. */
export interface Figures extends Costs {
  requests_per_month: number;
  features: (Costs & { name: string; cost_usd_per_request: Amount })[];
}

/** `estimate-change`: the figures changed because a person changed something. Bubbles and crosses shadow roots. */
export type EstimateChangeEvent = CustomEvent<Figures>;

/** `unavailable`: the widget cannot run here; the element's own content stays. */
export type UnavailableEvent = CustomEvent<{
  /** A sentence for the reader. */
  reason: string;
}>;

/** `<inference-estimator>`. */
export class InferenceEstimator extends HTMLElement {
  /** Bytes of WebAssembly memory that all elements of the page share; 0 before the first is shown. */
  static memoryBytes(): number;

  /** `compact` fits into an article; `full` has every question and answer. Attribute `view`. */
  get view(): "compact" | "full";
  set view(value: "compact" | "full");

  /** Colours; `auto` follows the reader's system. Attribute `theme`. */
  theme: "auto" | "light" | "dark";

  /** Language of numbers, a BCP 47 tag. Unset, the nearest `lang` around the element counts. Attribute `locale`. */
  get locale(): string;
  set locale(value: string | null);

  /** `lazy` loads nothing before the element comes near the viewport. Attribute `loading`. */
  loading: "eager" | "lazy";

  /** Whether the page's address holds the scenario. Only for a page that is about nothing else. Attribute `url-sync`. */
  urlSync: boolean;

  /** Whether this browser keeps the last scenario, and the one that is pinned. Attribute `autosave`. */
  autosave: boolean;

  /** Address of the full estimator, which opens with the same inputs. Read when the widget is shown. Attribute `home`. */
  get home(): string;
  set home(value: string | null);

  /** The headline figures of what is shown; null while nothing is. Computed when asked for. */
  get estimate(): Figures | null;

  /** The scenario as link text: what is shown now. Setting it loads link text, a whole link or a preset's name. */
  get scenario(): string;
  set scenario(value: string | null);

  addEventListener(type: "scenario-change", listener: (event: ScenarioChangeEvent) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: "estimate-change", listener: (event: EstimateChangeEvent) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: "unavailable", listener: (event: UnavailableEvent) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: "ready", listener: (event: CustomEvent) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "inference-estimator": InferenceEstimator;
  }
}
