// The page inside a frame: takes what it is to show from its own address, and tells the page around it how high it is.
//   embed.html?view=compact&theme=dark&locale=de&home=https://…/#s=1.…

const element = document.querySelector("inference-estimator");
const asked = new URLSearchParams(location.search);

/** An address that is followed may be no script. */
function web(address) {
  try {
    const url = new URL(address, location.href);
    return /^https?:$/.test(url.protocol) ? url.href.split("#")[0] : undefined;
  } catch { /* no address at all */ }
}

const wishes = {
  view: asked.get("view"), theme: asked.get("theme"), locale: asked.get("locale"), scenario: asked.get("scenario"),
  home: asked.has("home") ? web(asked.get("home")) : undefined,
};
for (const [name, value] of Object.entries(wishes)) if (value) element.setAttribute(name, value);
if (wishes.locale) document.documentElement.lang = wishes.locale;

function takeLink() {
  if (location.hash.length > 1) element.setAttribute("scenario", location.hash);
}
takeLink();
addEventListener("hashchange", takeLink);

let told = 0;
function tell() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height <= 0 || Math.abs(height - told) < 2) return;
  told = height;
  // Anybody may know how high this page is.
  parent.postMessage({ type: "inference-estimator:height", height }, "*");
}
if (parent !== window) {
  new ResizeObserver(tell).observe(document.body);
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || data?.type !== "inference-estimator:hello") return;
    told = 0;
    tell();
  });
}
