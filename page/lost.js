// A mail program wrote the mark of a link as a code, so the server looks for a file of that name: back to the page.
const { pathname } = location;
const at = pathname.indexOf("%23");
// An address that begins with two slashes names a host.
if (at >= 0) location.replace(`${pathname.slice(0, at).replace(/^[/\\]+/, "/")}#${pathname.slice(at + 3)}${location.search}`);
