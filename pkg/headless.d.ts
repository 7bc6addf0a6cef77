/** What a request used, by the names of usage counts: `input_tokens`, `cache_read_tokens`, `output_tokens` and so on. */
export interface PriceRequest {
  /** The provider's key or name; without one, the model's name tells. */
  provider?: string | null;
  /** What the request calls the model. */
  model: string;
  /** When it was made, for example `2026-11-23T15:00:00Z`: prices have dates, and some have hours. */
  at: string;
  /** Counts, or the `usage` object of an OpenAI, Anthropic or Gemini SDK as it is. */
  usage: { [unit: string]: unknown };
  /** What kind of request it was: `processing`, `service_tier` and so on. */
  context?: { [modifier: string]: unknown } | null;
}

/** What a request costs, in USD. */
export interface Price {
  /** The model that was meant, by its key in the price book. */
  model: string;
  input_usd: number;
  output_usd: number;
  /** Everything, with requests, searches and tools. */
  total_usd: number;
  /** Remarks, for example that a modifier has no rate and the list price was taken. */
  notes: string[];
}

/** A scenario as `inference-estimator/scenario.schema.json` describes it. What is left out has its default. */
export type Scenario = { [key: string]: unknown };

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

/** All features together. */
export interface Total extends Costs {
  requests_per_month: number;
  paying_users: number;
  cost_usd_per_paying_user_month: Amount;
  cost_usd_per_paying_user_month_at_least?: number;
  /** Cost over price; `null` where there is no price or the cost is not known. */
  share_of_price: number | null;
}

/** A part of what a call costs: count × rate. */
export interface PricePart {
  unit: string;
  count: number;
  rate_usd: number;
  rate_per: number;
  cost_usd: number;
}

/** Why a call of a model has no price. */
export type PriceProblem =
  | { kind: "unknown_model"; model: string }
  | { kind: "price_not_typed"; unit: string }
  | { kind: "no_price"; message: string };

/** Where a model's prices are from. */
export type PriceSource = { kind: "published"; url: string | null; known_since: string | null } | { kind: "user" };

/** A remark on a model of a feature. */
export interface ModelNote {
  /** In a word, for example `context_exceeded`, `prefix_too_short`, `retired`. */
  kind: string;
  needed_tokens?: number;
  window_tokens?: number;
  most_tokens?: number;
  least_tokens?: number;
  processing?: string;
  date?: string;
  model?: string;
  data_residency?: string;
  search_context_size?: string;
  count?: number;
  period?: "day" | "month";
}

/** A model of a feature. */
export interface ModelEstimate {
  /** Provider and model; `null` where none is chosen. */
  model: string | null;
  name: string;
  /** Of the feature's calls. */
  share: number;
  processing: string;
  cost_usd_per_call: Amount;
  cost_usd_per_call_at_least?: number;
  parts: PricePart[];
  problem: PriceProblem | null;
  notes: ModelNote[];
  price_source: PriceSource | null;
}

/** A time in milliseconds at percentiles. */
export interface Percentiles {
  p50_ms: number;
  p75_ms: number;
  p90_ms: number;
  p95_ms: number;
  p99_ms: number;
}

export interface Timing extends Percentiles {
  /** The 80 % band of p95, where the figures are not this model's own. */
  p95_of_a_fast_model_ms?: number;
  p95_of_a_slow_model_ms?: number;
}

/** Where a time is from. */
export type LatencySource =
  | { kind: "user" }
  | { kind: "measured"; n: number; title: string; url: string | null; first_day: string; last_day: string }
  | { kind: "published"; n: number; title: string; url: string | null; when: string }
  | { kind: "class"; n: number; title: string; url: string | null; class: string };

/** Whether a time keeps the feature's target. `unknown` where the band lies on both sides of it. */
export type Verdict = "met" | "close" | "missed" | "unknown";

export interface Target {
  metric: "ttft" | "e2e_latency";
  percentile: number;
  limit_ms: number;
  verdict: Verdict;
  verdict_of_a_typical_model: Verdict;
  at_percentile: { ms: number; of_a_fast_model_ms: number; of_a_slow_model_ms: number };
  /** Below 0 where the limit is exceeded. */
  headroom_ms: number;
  /** `null` where the time is a guess. */
  share_within: number | null;
  share_within_of_a_fast_model: number | null;
  share_within_of_a_slow_model: number | null;
}

/** Waiting times of a model, or why there are none. */
export type Wait =
  | {
      ttft: Timing;
      e2e_latency: Timing;
      tpot_p95_ms: number;
      ttft_source: LatencySource;
      speed_source: LatencySource;
      reasoning_tokens_assumed: boolean;
      target: Target | null;
      not_known?: undefined;
    }
  | { not_known: "no_model" | "not_known" | "batch" }
  | { not_known: "too_long"; needed_tokens: number; window_tokens: number };

export interface FeatureLatency {
  /** All calls of one action. */
  action: Wait;
  /** As in `models` of the feature. */
  models: Wait[];
  goodput_requests_per_sec_at_peak: number | null;
  peak: {
    calls_per_sec: number;
    calls_per_min: number;
    input_tokens_per_min: number;
    output_tokens_per_min: number;
    used_of_requests_limit: number | null;
    used_of_input_tokens_limit: number | null;
    used_of_output_tokens_limit: number | null;
    share_served: number | null;
  };
}

/** Error band of a time: 80 % of measured times lie between the factors. */
export interface Band {
  low_factor: number;
  high_factor: number;
  basis: "same_kind" | "own_measurements" | "same_pair" | "nearest_kind_widened";
  rows: number;
}

/** How well a fleet of self-hosted GPUs serves. */
/** A run of the simulation. */
export interface SimulatedRun {
  calls: number;
  /** Full response, p95: the closed form's over the simulated one's. */
  closed_form_e2e_p95_over_simulated: number;
  /** Whether the two differ by more than the model's band. */
  not_well_known: boolean;
}

export interface FleetService {
  ttft: Percentiles & { band_80: Band };
  tpot: Percentiles & { band_80: Band };
  e2e_latency: Percentiles & { band_80: Band };
  target: Target | null;
  utilisation_at_peak: number;
  utilisation_mean: number;
  sustainable_calls_per_sec_and_copy: number;
  output_tokens_per_sec_and_copy: number;
  mean_batch: number;
  prompt_share: number;
  target_out_of_reach: "even_idle" | "unless_nearly_idle" | null;
  fewest_copies: number | null;
  /** Where simulated times took the place of the closed forms. */
  simulated: SimulatedRun | null;
  extrapolated: ("concurrency" | "input_tokens" | "output_tokens" | "gpus_per_copy" | "gpu_family")[];
}

/** Self-hosted GPUs of a feature. */
export interface OwnGpusEstimate {
  model: string;
  gpu: string;
  figures_checked: boolean;
  calibrated_by_own_measurements: boolean;
  gpus_per_copy: number;
  memory_per_gpu: {
    gpu_bytes: number;
    weights_bytes: number;
    activations_bytes: number;
    reserve_bytes: number;
    kept_free_bytes: number;
    cache_bytes: number;
    conversation_bytes: number;
    conversation_tokens: number;
    conversations_per_copy: number;
    missing_bytes: number;
    /** Each with one member: the setting, and the value with which it would fit. */
    what_would_make_it_fit: {
      weights?: string;
      kv_cache?: string;
      gpus_per_copy?: number;
      max_context_tokens?: number;
      conversation_tokens?: number;
    }[];
  };
  start: {
    verdict: "starts" | "starts_but_no_request_above" | "does_not_start" | "tight";
    longest_context_tokens: number;
    needed_bytes: number;
    left_bytes: number;
    missing_bytes: number;
    margin_bytes: number;
    longest_that_fits_tokens: number | null;
  };
  calls_per_sec_at_peak: number;
  calls_per_sec_mean: number;
  size: { copies: number; prefill_copies: number; spare_copies: number; gpus: number; gpu_hours_per_month: number } | null;
  outcome: "does_not_fit" | "refused" | "grows_without_end" | "steady";
  /** Where `outcome` is `refused`: why, and the numbers that it is about. */
  refused?: { why: string; [number: string]: string | number };
  /** Where it is `grows_without_end`. */
  sustainable_calls_per_sec_and_copy?: number;
  copies_needed?: number | null;
  /** Where it is `steady`. */
  service?: FleetService;
  gpu_usd_per_hour: number | null;
  price_kind?: "on_demand" | "three_years" | "owned";
  price_source?: string;
  staff_usd_per_month: number | null;
  cost_usd_per_month: Amount;
  cost_usd_per_month_at_least?: number;
  usd_per_mtok_kept_full: number | null;
  gpu_cost: {
    usd_per_month: number;
    usd_per_call: number;
    usd_per_mtok: number;
    input_usd_per_mtok: number;
    output_usd_per_mtok: number;
  } | null;
}

/** A number of a formula: one member with its unit; `of` says of what where that is not the unit. */
export interface Figure {
  usd?: number;
  usd_per_mtok?: number;
  usd_each?: number;
  tokens?: number;
  count?: number;
  share?: number;
  factor?: number;
  ms?: number;
  of?: string;
}

export type Formula =
  | Figure
  | { sum: Formula[] }
  | { product: Formula[] }
  | { difference: Formula[] }
  | { quotient: Formula[] };

/** A step of the working. */
export interface Step {
  gives: string;
  model_index?: number;
  formula: Formula;
  result: Figure;
}

/** A feature's figures. */
export interface FeatureEstimate extends Costs {
  name: string;
  active_users: number;
  requests_per_day: number;
  requests_per_month: number;
  requests_per_sec_average: number;
  requests_per_sec_peak: number;
  calls_per_request: number;
  input_tokens_per_call: number;
  output_tokens_per_call: number;
  reasoning_tokens_per_call: number;
  share_answered_from_store: number;
  cost_usd_per_request: Amount;
  cost_usd_per_request_at_least?: number;
  models: ModelEstimate[];
  latency: FeatureLatency;
  /** `null` where the feature is on hosted models. */
  own_gpus: OwnGpusEstimate | { not_known: "catalogue" | "model" | "gpu"; id?: string } | null;
  levers_without_effect: { lever: string; why: string }[];
  working: Step[];
}

/** What a price leaves, for each paying user and in all; or why that cannot be said. */
export type Economics =
  | { not_known: "no_price" | "nobody_pays" | "cost_not_known" }
  | {
      not_known?: undefined;
      paying_users: number;
      price_usd_per_month: number;
      fees_usd_per_month: number;
      other_costs_usd_per_month: number | null;
      inference_usd_per_month: number;
      free_users_usd_per_month: number;
      contribution_margin_usd_per_month: number;
      gross_margin_share: number;
      inference_share_of_price: number;
      pressure: "none" | "margin" | "loss";
      break_even_price_usd_per_month: number;
      target_price_usd_per_month: number | null;
      contribution_total_usd_per_month: number;
      fixed_costs_usd_per_month: number | null;
      left_after_fixed_costs_usd_per_month: number | null;
      break_even_paying_users: number | null;
      heavy_user: {
        typical_user_inference_usd_per_month: number;
        inference_usd_per_month: number;
        left_usd_per_month: number;
        share_of_users_at_a_loss: number;
      } | null;
    };

/** From the cost without any lever to the cost with those that are on. */
export interface Levers {
  baseline_usd_per_month: Amount;
  baseline_usd_per_month_at_least?: number;
  steps: {
    lever: string;
    before_usd_per_month: Amount;
    before_usd_per_month_at_least?: number;
    after_usd_per_month: Amount;
    after_usd_per_month_at_least?: number;
    saving_usd_per_month: number | null;
  }[];
  result_usd_per_month: Amount;
  result_usd_per_month_at_least?: number;
}

/** A price that has been announced for a later day. */
export interface PriceChange {
  date: string;
  model: string;
  feature_index: number;
  feature_usd_per_month_before: Amount;
  feature_usd_per_month_before_at_least?: number;
  feature_usd_per_month_after: Amount;
  feature_usd_per_month_after_at_least?: number;
  total_usd_per_month_after: Amount;
  total_usd_per_month_after_at_least?: number;
}

/** All that is computed from a scenario; every member has its unit in its name. */
export interface Estimate {
  /** The version of this form. */
  schema: number;
  name: string;
  /** The day whose prices count. */
  as_of: string;
  price_book_date: string;
  total: Total;
  features: FeatureEstimate[];
  economics: Economics;
  levers: Levers;
  price_changes: PriceChange[];
  /** Remarks on the link that was read; empty for a scenario. */
  notices: Notice[];
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
