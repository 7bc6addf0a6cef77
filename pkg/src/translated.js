// Programs that translate a page put nodes of their own in place of texts. The widget goes on writing into the node that it
// made, which nobody sees any more; so that it finds its place again (`src/web/ui/dom/piece.rs`), each text that was
// replaced is told by what.

const STAND_IN = "inferenceEstimatorStandIn";

/** Watches the nodes inside of `root` for as long as they exist. */
export function watchTranslators(root) {
  // The text that a node stands for.
  const originals = new WeakMap();
  const replaced = (old, by) => {
    const text = originals.get(old) ?? (old.nodeType === Node.TEXT_NODE ? old : undefined);
    if (!text || !by) return;
    text[STAND_IN] = by;
    originals.set(by, text);
  };
  new MutationObserver((records) => {
    let last;
    for (const record of records) {
      const { addedNodes: [added], removedNodes: [removed] } = record;
      if (removed && added) replaced(removed, added);
      // Or in two steps, the new node before the old one.
      else if (removed && last?.addedNodes[0] === record.previousSibling && last?.nextSibling === removed) replaced(removed, record.previousSibling);
      last = record;
    }
  }).observe(root, { childList: true, subtree: true });
}
