import "../dist/inference-estimator.js";

document.querySelector("#show").addEventListener("click", () => document.querySelector("#panel").classList.toggle("closed"));
