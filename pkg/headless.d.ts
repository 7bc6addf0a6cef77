/** What a request used, by the names of usage counts: `input_tokens`, `cache_read_tokens`, `output_tokens` and so on. */
export interface PriceRequest {
  /** The provider's key or name; without one, the model's name tells. */
  provider?: string | null;
  /** What the request calls the model. */
  model: string;
  /** When it was made, for example `2026-11-23T15:00:00Z`: prices have dates, and some have hours. */
  at: string;
  usage: Record<string, number | null>;
  /** What kind of request it was: `processing`, `service_tier` and so on. */
  context?: Record<string, string> | null;
}

/** What a request costs, in USD. */
export interface Price {
  /** The model that was meant, by its key in the price book. */
  model: string;
  input_usd: number;
  output_usd: number;
  /** Everything, with requests, searches and tools. */
  total_usd: number;
}

/** A scenario as `docs/scenario.schema.json` describes it. What is left out has its default. */
export type Scenario = { [key: string]: unknown };

/**
 * An amount that is not known is `null`, never 0; where a part of it is known, a second member with `_at_least` holds it.
 */
export interface Costs {
  cost_usd_per_day: number | null;
  cost_usd_per_month: number | null;
  cost_usd_per_year: number | null;
  cost_usd_per_user_month: number | null;
  cost_usd_per_active_user_month: number | null;
}

/** All that is computed from a scenario; every member has its unit in its name. */
export interface Estimate {
  schema: number;
  total: Costs & { [key: string]: unknown };
  features: ({ name: string } & { [key: string]: unknown })[];
  /** Remarks on the link that was read; empty for a scenario. */
  notices: Notice[];
  [key: string]: unknown;
}

/** What a request costs. Throws an `Error` that says what is wrong. */
export function price(request: PriceRequest): Price;

/**
 * What each of many requests costs, in their order: an answer as of `price`, or the reason why a row has none. A sum over
 * rows without a price is not a number, never too low.
 */
export function priceAll(rows: readonly PriceRequest[]): (Price | { error: string })[];

/** A remark on a link that was read. */
export interface Notice {
  kind:
    | "replaced" | "name_changed" | "newer_settings" | "no_model"
    | "unknown_key" | "no_value" | "too_many_keys" | "second_fragment";
  /** The remark as a sentence. */
  text: string;
}

export interface Options {
  /** Unless false, a setting of the link that could not be used is an error and not only a notice. */
  strict?: boolean;
}

/**
 * The estimate of a scenario, or of a link (`https://…/#s=1.…`). Throws an `Error` that names all that is wrong, and all
 * settings of a link that could not be used unless `strict` is false.
 */
export function estimate(scenario: Scenario | string, options?: Options): Estimate;

/** The scenario of a link, with every number in it. */
export function scenario(link: Scenario | string, options?: Options): Scenario;

/** The scenario as a link's fragment without its mark: `s=1.…`. */
export function link(scenario: Scenario | string): string;

/** Sums of a usage or cost file. What the file does not say is `null`, never 0; amounts are decimal texts. */
export interface UsageReport {
  /** The format's name, for example `openai_usage_csv`. */
  format: string;
  requests: number | null;
  input_tokens_uncached: number | null;
  cache_read: number | null;
  cache_write_5m: number | null;
  cache_write_1h: number | null;
  cache_write_ttl_unknown: number | null;
  output: number | null;
  reasoning: number | null;
  input_tokens_total: number | null;
  cost_usd: string | null;
  /** Those used and those skipped. */
  rows_read: number;
  rows_used: number;
  /** By reason. */
  rows_skipped: { [reason: string]: number };
  broken_rows: { line: number; reason: string }[];
  /** Days or months in order, as the file names them. */
  days: string[];
  by_model: { [model: string]: { requests?: number; input_total?: number; output?: number; cost_usd?: string } };
  /** What to know before the sums are compared, as sentences. */
  cautions: string[];
  [key: string]: unknown;
}

/** The sums of a usage or cost file, in any format that `docs/usage.md` lists. Throws an `Error` if it has none of them. */
export function readUsage(text: string): UsageReport;
