const element = document.querySelector("inference-estimator");
element.view = "full";
element.home = "https://example.org/full/";
await import("/embed/inference-estimator.js");
