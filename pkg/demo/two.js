// A site that has the element twice: once itself, and once from a part that brought its own copy.
await import("../dist/inference-estimator.js");
await import("../dist/inference-estimator.js?another-copy");
