// A page that is one file carries its parts inside itself and hands them over here: see page/single.js.
export const inside = globalThis[Symbol.for("inference-estimator")];
