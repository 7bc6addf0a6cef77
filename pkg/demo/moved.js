import "../dist/inference-estimator.js";

const element = document.querySelector("inference-estimator");
const places = ["#there", "#here"].map((place) => document.querySelector(place));
document.querySelector("#move").addEventListener("click", () => {
  for (let time = 0; time < 1000; time += 1) places[time % 2].append(element);
  document.querySelector("#moves").textContent = "moved 1,000 times";
});
