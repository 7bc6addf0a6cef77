// Menus by keyboard: the arrows, Home, End and letters move in a menu; the focus goes into it when it opens, and back to its
// button when something of it was chosen.
const ITEMS = "[role=menuitem]";
const OPENED = "[aria-haspopup=menu][aria-expanded=true]";

/** Serves all menus inside of a shadow root. */
export function serveMenus(root) {
  const menuOf = (node) => node?.closest?.(".pop")?.querySelector("[role=menu]");
  const items = (menu) => [...menu?.querySelectorAll(ITEMS) ?? []];

  // On the way down: what is chosen may take its menu out of the page.
  root.addEventListener("click", ({ target }) => {
    const button = target.closest(".pop")?.querySelector("[aria-haspopup=menu]");
    if (!button) return;
    if (target.closest(ITEMS)) {
      // What was chosen may move the focus itself, to a name to be typed, say.
      setTimeout(() => { if (!root.activeElement) button.focus(); });
      return;
    }
    // Its content may have to be loaded.
    const enter = (tries) => {
      const [first] = items(menuOf(button));
      if (first) {
        if (root.activeElement === button) first.focus();
      } else if (button.matches(OPENED) && tries > 0) setTimeout(enter, 50, tries - 1);
    };
    setTimeout(enter, 0, 50);
  }, { capture: true });

  root.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const all = items(target.closest?.("[role=menu]") ?? (target.matches?.(OPENED) ? menuOf(target) : undefined));
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && target.matches?.("[aria-haspopup=menu][aria-expanded=false]")) target.click();
    else if (all.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (step || key === "Home" || key === "End") {
      const at = all.indexOf(target);
      const next = step ? (at < 0 && step < 0 ? -1 : at + step) : key === "Home" ? 0 : -1;
      all.at(next % all.length)?.focus();
    } else if (/^\S$/.test(key)) {
      const at = all.indexOf(target);
      const named = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((each) => each.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
      if (!named) return;
      named.focus();
    } else return;
    event.preventDefault();
  });
}
