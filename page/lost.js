// A mail program wrote the mark of a link as a code, so the server looks for a file of that name: back to the page.
const { pathname } = location;
const at = pathname.indexOf("%23");
if (at >= 0) location.replace(`${pathname.slice(0, at)}#${pathname.slice(at + 3)}${location.search}`);
