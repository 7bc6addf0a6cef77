// The element in templates of Svelte 4 and 5: `import "inference-estimator/svelte"` once in a project.
import type { HTMLAttributes } from "svelte/elements";
import type { InferenceEstimator, InferenceEstimatorAttributes, InferenceEstimatorEventMap } from "./inference-estimator.js";

type Listeners = { [K in keyof InferenceEstimatorEventMap as `on${K}` | `on:${K}`]?: (event: InferenceEstimatorEventMap[K]) => void };

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "inference-estimator": Omit<HTMLAttributes<InferenceEstimator>, keyof InferenceEstimatorAttributes>
      & InferenceEstimatorAttributes & Listeners & { urlSync?: boolean; "url-sync"?: boolean };
  }
}

export * from "./inference-estimator.js";
