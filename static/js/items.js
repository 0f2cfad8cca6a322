// Items of the lists in regions: what the server says of one again need be neither taken over nor compared.

const ITEM = "li[id]";
const said = new WeakMap();
const again = new WeakSet();

/**
 * Empty those items of `content` that are the same as when `region` last showed them, whatever scripts
 * have written into them since. Call the answer once the region shows the content.
 */
export function shorten(region, content) {
  const fresh = [];
  for (const item of content.querySelectorAll(ITEM)) {
    if (!content.contains(item)) continue;
    const current = document.getElementById(item.id);
    const html = item.outerHTML;
    if (region.contains(current) && said.get(current) === html) {
      again.add(item);
      item.replaceChildren();
    } else {
      fresh.push([item.id, html]);
    }
  }
  return () => fresh.forEach(([id, html]) => remember(region, document.getElementById(id), html));
}

/** True of an item that `shorten` has emptied. */
export function isSaidAgain(item) {
  return again.has(item);
}

// Where a field was left alone, the item is not yet what was said.
function remember(region, item, html) {
  if (!region.contains(item)) return;
  if (region.hasAttribute("data-skipped")) said.delete(item);
  else said.set(item, html);
}
