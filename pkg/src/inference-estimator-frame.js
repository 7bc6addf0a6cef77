// For the page around a frame: gives each <iframe data-inference-estimator> the height that the page in it asks for.
// It listens to those frames alone, believes no height that makes no sense, and ends a growth that feeds itself.
(() => {
  // A server that renders pages imports this file, too.
  if (typeof document === "undefined") return;
  const MOST_PX = 20_000;
  // So many growths are a loop: the height follows the height. So long a rest makes good for one of them, and not for
  // all, as a busy machine lets a loop rest, too.
  const MOST_GROWTHS = 30;
  const REST_MS = 500;
  const known = new WeakMap();

  const frames = () => [...document.querySelectorAll("iframe[data-inference-estimator]")];

  /** A frame in a sandbox is of no origin, which is written "null". */
  function originOf(frame) {
    const { sandbox } = frame;
    if (frame.hasAttribute("sandbox") && !sandbox.contains("allow-same-origin")) return "null";
    try { return new URL(frame.src, location.href).origin; } catch { return; }
  }

  function fit(frame, height) {
    const state = known.get(frame) ?? { growths: 0, height: 0, at: 0, width: 0 };
    known.set(frame, state);
    const [now, width] = [performance.now(), frame.clientWidth];
    const rests = Math.floor((now - state.at) / REST_MS);
    if (state.width !== width) state.growths = 0;
    else if (state.growths <= MOST_GROWTHS) state.growths = Math.max(0, state.growths - rests);
    if (height > state.height) state.growths += 1;
    if (height > state.height && state.growths > MOST_GROWTHS) return;
    Object.assign(state, { height, width, at: now });
    frame.style.height = `${height + frame.offsetHeight - frame.clientHeight}px`;
  }

  addEventListener("message", ({ source, origin, data }) => {
    if (!source || data?.type !== "inference-estimator:height") return;
    const height = Math.ceil(data.height);
    if (typeof data.height !== "number" || !(height > 0 && height < MOST_PX)) return;
    const frame = frames().find((each) => /** @type {HTMLIFrameElement} */ (each).contentWindow === source);
    if (frame && originOf(frame) === origin) fit(frame, height);
  });

  const greet = (frame) => frame.contentWindow?.postMessage({ type: "inference-estimator:hello" }, "*");
  frames().forEach(greet);
  document.addEventListener("load", ({ target }) => {
    if (target instanceof HTMLIFrameElement && "inferenceEstimator" in target.dataset) greet(target);
  }, true);
})();
