// The element in JSX of React 19: `import "inference-estimator/react"` once in a project.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { InferenceEstimator, InferenceEstimatorAttributes, InferenceEstimatorEventMap } from "./inference-estimator.js";

type Listeners = { [K in keyof InferenceEstimatorEventMap as `on${K}`]?: (event: InferenceEstimatorEventMap[K]) => void };

export type InferenceEstimatorProps = Omit<DetailedHTMLProps<HTMLAttributes<InferenceEstimator>, InferenceEstimator>, keyof InferenceEstimatorAttributes>
  & InferenceEstimatorAttributes & Listeners & { urlSync?: boolean; "url-sync"?: boolean };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "inference-estimator": InferenceEstimatorProps;
    }
  }
}

export * from "./inference-estimator.js";
