// The element in templates of Vue 3: `import "inference-estimator/vue"` once in a project, and
// `isCustomElement: (tag) => tag === "inference-estimator"` in the compiler's options.
import type { HTMLAttributes, PublicProps } from "vue";
import type { InferenceEstimator, InferenceEstimatorAttributes, InferenceEstimatorEventMap } from "./inference-estimator.js";

type Listeners = { [K in keyof InferenceEstimatorEventMap as K extends "ready" | "unavailable" ? `on${Capitalize<K>}`
  : K extends `${infer A}-${infer B}` ? `on${Capitalize<A>}${Capitalize<B>}` : never]?: (event: InferenceEstimatorEventMap[K]) => void };

export type InferenceEstimatorComponent = new () => InferenceEstimator & {
  /** For the template alone. */
  $props: Omit<HTMLAttributes, keyof InferenceEstimatorAttributes> & InferenceEstimatorAttributes & PublicProps & Listeners & { urlSync?: boolean };
};

declare module "vue" {
  interface GlobalComponents {
    "inference-estimator": InferenceEstimatorComponent;
    InferenceEstimator: InferenceEstimatorComponent;
  }
}

export * from "./inference-estimator.js";
