// Regions: each keeps the number of what it shows; only what is newer is shown.

import { morphChildren } from "../vendor/turbo.js";
import { shorten } from "./items.js";

// The click follows its release within this time; nobody presses longer than the limit.
const CLICK_AFTER = 50;
const PRESS_LIMIT = 2000;
const holds = new Map();
const waiting = new Map();
const newest = new Map();

/** The number of what each region of this page shows: `{name: seq}`. */
export function known() {
  const regions = [...document.querySelectorAll("[data-region]")];
  return Object.fromEntries(regions.map((region) => [region.dataset.region, seqOf(region)]));
}

/** Show an `update` message, now or when nobody is busy in its region. */
export function apply(update) {
  const region = find(update.region);
  if (!region || update.seq <= seqOf(region)) return;
  if (!holds.has(update.region)) return show(region, update);
  const before = waiting.get(update.region);
  if (!before || before.seq < update.seq) waiting.set(update.region, update);
}

/** Keep the region around `element` as it is; call the answer when the person is done. */
export function hold(element) {
  const name = element.closest?.("[data-region]")?.dataset.region;
  if (!name) return () => {};
  holds.set(name, (holds.get(name) ?? 0) + 1);
  let released = false;
  return () => {
    if (!released) release(name);
    released = true;
  };
}

/** Bring a region up to date in the fields that were left alone, now that they are free. */
export function freshen(element) {
  const region = element.closest?.("[data-region]");
  const update = region && newest.get(region.dataset.region);
  if (!region?.hasAttribute("data-skipped") || update?.seq !== seqOf(region)) return;
  if (!holds.has(region.dataset.region)) show(region, update);
}

/** Forget what belonged to a page that is not shown any more. */
function forgetPage() {
  holds.clear();
  waiting.clear();
  newest.clear();
}

function release(name) {
  const left = (holds.get(name) ?? 1) - 1;
  if (left > 0) return holds.set(name, left);
  holds.delete(name);
  const update = waiting.get(name);
  waiting.delete(name);
  if (update) return apply(update);
  const region = find(name);
  if (region) freshen(region);
}

function show(region, update) {
  const refocus = focusIn(region);
  region.removeAttribute("data-skipped");
  const content = contentOf(update.html);
  const remember = shorten(region, content);
  morphChildren(region, content);
  remember();
  region.dataset.seq = update.seq;
  newest.set(update.region, update);
  refocus();
  region.dispatchEvent(new CustomEvent("live:rendered", { bubbles: true }));
}

function contentOf(html) {
  const outer = document.createElement("template");
  outer.innerHTML = html;
  return outer.content.querySelector("turbo-stream > template").content;
}

/** When the focused element leaves, the focus goes to its successor, not to the top of the page. */
function focusIn(region) {
  const active = document.activeElement;
  if (!region.contains(active) || active === region) return () => {};
  const path = [];
  for (let element = active; element !== region; element = element.parentElement) path.push(element);
  const heirs = path.flatMap((element) => [element.id, ...after(element), element.previousElementSibling?.id]);
  return () => {
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    const heir = heirs.map((id) => id && document.getElementById(id)).find((found) => found && region.contains(found) && found.offsetParent);
    focusFirst(heir ?? region);
  };
}

function after(element) {
  const ids = [];
  for (let next = element.nextElementSibling; next; next = next.nextElementSibling) ids.push(next.id);
  return ids;
}

function focusFirst(element) {
  const target = element.matches("a[href], button, summary, input, textarea, select")
    ? element
    : element.querySelector("article[tabindex], a[href], button, summary");
  if (target) return target.focus({ preventScroll: true });
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function find(name) {
  return document.querySelector(`[data-region="${CSS.escape(name)}"]`);
}

function seqOf(region) {
  return Number(region.dataset.seq) || 0;
}

// An input method composing a word, or a button between press and release, must not move away.
document.addEventListener("compositionstart", ({ target }) => {
  target.addEventListener("compositionend", hold(target), { once: true });
});

document.addEventListener("pointerdown", ({ target }) => {
  const done = hold(target);
  const after = () => setTimeout(done, CLICK_AFTER);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, after, { once: true });
  setTimeout(done, PRESS_LIMIT);
});

// Messages carry no CSRF token (a header does): without it in the page either, what did not change is equal.
function emptyTokens() {
  for (const field of document.querySelectorAll('[data-region] input[name="csrf_token"]')) field.setAttribute("value", "");
}

emptyTokens();
document.addEventListener("turbo:render", ({ detail }) => {
  emptyTokens();
  if (detail.renderMethod === "replace") forgetPage();
});

document.addEventListener("focusout", ({ target }) => setTimeout(() => freshen(target)));
