document.querySelector("inference-estimator").view = "full";
await import("/embed/inference-estimator.js");
