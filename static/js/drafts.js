// What a person typed and what waits to be sent, kept on this device until the server has it.

const PREFIX = "confhub.draft.";
// Where the device keeps nothing (private windows, no room left), at least this page does.
const unkept = new Map();

/** `{fields, outbox: [{id, fields}]}` kept under a key. */
export function load(key) {
  if (unkept.has(key)) return structuredClone(unkept.get(key));
  try {
    return { fields: null, outbox: [], ...JSON.parse(localStorage.getItem(PREFIX + key)) };
  } catch {
    return { fields: null, outbox: [] };
  }
}

/** Change what is kept under a key; another tab may have changed it meanwhile. */
export function change(key, work) {
  const kept = load(key);
  work(kept);
  try {
    if (kept.fields || kept.outbox.length) localStorage.setItem(PREFIX + key, JSON.stringify(kept));
    else localStorage.removeItem(PREFIX + key);
    unkept.delete(key);
  } catch {
    unkept.set(key, kept);
  }
  return kept;
}

/** Forget all drafts; what still waits to be sent stays. */
export function forgetDrafts() {
  const keys = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  for (const name of keys) change(name.slice(PREFIX.length), (kept) => (kept.fields = null));
}

/** A number that no other question has, also where the page is not on https. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
