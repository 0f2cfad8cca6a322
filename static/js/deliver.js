// Sends one kept form to the server and says what became of it.

import { csrfToken } from "./page.js";

const PATIENCE = 20000;
const STREAM = "text/vnd.turbo-stream.html";

/**
 * Post `fields` under their `id`. The answer's `outcome` is `accepted`, `refused` (the server has
 * read it and said no), `signed-out` or `waiting` (nobody knows; send again under the same id);
 * `stream` is what the server wants shown.
 */
export async function deliver(action, fields, id) {
  let answer = await post(action, fields, id);
  if (answer?.status === 400 && (await renewToken())) answer = await post(action, fields, id);
  if (!answer || answer.status >= 500 || [408, 425, 429].includes(answer.status)) return { outcome: "waiting" };
  if (answer.redirected || [400, 401, 403, 404].includes(answer.status)) return { outcome: "signed-out" };
  // A hotel's login page says 200 as well; only a stream is our server's word.
  const ours = answer.headers.get("Content-Type")?.startsWith(STREAM);
  const stream = ours ? await answer.text().catch(() => null) : null;
  if (stream === null) return { outcome: "waiting" };
  return { outcome: answer.ok ? "accepted" : "refused", stream };
}

async function post(action, fields, id) {
  const body = new URLSearchParams([...fields, ["client_id", id]]);
  const headers = { Accept: `${STREAM}, text/html`, "X-CSRFToken": csrfToken() };
  try {
    return await fetch(action, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return null;
  }
}

/** A session that began anew has another token: read it from the page, if one may still see it. */
async function renewToken() {
  try {
    const page = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!page.ok || page.redirected) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = fresh.querySelector('meta[name="csrf-token"]')?.content;
    return Boolean(token && csrfToken(token));
  } catch {
    return false;
  }
}
