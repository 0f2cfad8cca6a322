// What the page says of itself, and what scripts say on it.

/** The content of a `<meta name=…>`, or "". */
export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content ?? "";
}

/** The CSRF token of the page; `csrfToken(fresh)` replaces it. */
export function csrfToken(fresh) {
  if (fresh) document.querySelector('meta[name="csrf-token"]').content = fresh;
  return meta("csrf-token");
}

/** Show the words of `<template id=…>` in the notice area; `text` fills its `[data-text]`. */
export function say(id, text) {
  const area = document.getElementById("notice");
  const template = document.getElementById(id);
  if (!area || !template) return;
  if (text === undefined) unsay(id);
  const words = template.content.firstElementChild.cloneNode(true);
  words.dataset.said = id;
  const slot = words.querySelector("[data-text]");
  if (slot) slot.textContent = text;
  area.append(words);
}

/** Take back what `say(id)` showed. */
export function unsay(id) {
  document.querySelector(`#notice [data-said="${id}"]`)?.remove();
}
