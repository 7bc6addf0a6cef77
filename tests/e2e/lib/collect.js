// The first script of a test page: notes whatever goes wrong from the start on.
globalThis.complaints = [];
{
  const note = (kind, what) => globalThis.complaints.push(`${kind}: ${what}`);
  addEventListener("error", (event) => {
    note("error", event.message ?? `${event.target.localName} ${event.target.src ?? event.target.href}`);
  }, true);
  addEventListener("unhandledrejection", (event) => note("unhandled rejection", event.reason));
  addEventListener("securitypolicyviolation", (event) => {
    note("policy", `${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
  for (const level of ["error", "warn"]) {
    const original = console[level];
    console[level] = (...parts) => {
      note(level, parts.join(" "));
      original.apply(console, parts);
    };
  }
}
