const ask = (height) => parent.postMessage({ type: "inference-estimator:height", height }, "*");
for (const nonsense of [-1, 0, NaN, Infinity, 1e9, "300", null, {}, [200]]) ask(nonsense);
parent.postMessage("inference-estimator:height", "*");
parent.postMessage(null, "*");
// A page whose height hangs on that of its frame grows with every answer.
let height = 100;
setInterval(() => ask(height += 10), 10);
