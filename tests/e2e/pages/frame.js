const element = document.querySelector("inference-estimator");
const tell = (mounted) => parent.postMessage({ mounted, complaints: window.complaints }, "*");
element.addEventListener("ready", () => tell(true));
element.addEventListener("unavailable", () => tell(false));
await import("/embed/inference-estimator.js");
