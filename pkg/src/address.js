/** An address without its fragment, if it is one of the web: a link may be no script. */
export function webAddress(text) {
  try {
    const url = new URL(text, location.href);
    return /^https?:$/.test(url.protocol) ? url.href.split("#")[0] : undefined;
  } catch { /* no address at all */ }
}
