// Who is connected: `[data-presence]` gets `data-online`.

let online = null;

/** Mark again whatever is rendered anew. */
export function startPresence() {
  document.addEventListener("live:rendered", mark);
  document.addEventListener("turbo:render", mark);
}

/** The full list of those who are connected, as `point:12`. */
export function setOnline(names) {
  online = new Set(names);
  mark();
}

function mark() {
  if (online === null) return;
  for (const element of document.querySelectorAll("[data-presence]")) {
    const is = String(online.has(element.dataset.presence));
    if (element.dataset.online !== is) element.dataset.online = is;
  }
}
