// A morph must not take what a person is doing, nor what scripts have put on an element.

import { isChanged, isField, unsentTexts } from "./fields.js";
import { isSaidAgain } from "./items.js";
import { say } from "./page.js";

const OURS = new Set(["data-online", "data-overdue", "data-very-late", "data-late", "data-unfolded", "data-looked-at", "data-filtered", "data-line", "data-chosen", "data-sifted", "aria-busy", "aria-disabled"]);

document.addEventListener("turbo:before-morph-element", (event) => {
  const { currentElement, newElement } = event.detail;
  if (!newElement) leaving(event, currentElement);
  else if (isKept(currentElement, newElement)) event.preventDefault();
});

document.addEventListener("turbo:before-morph-attribute", (event) => {
  const { attributeName, mutationType } = event.detail;
  const foldable = event.target.matches("details, dialog");
  if (OURS.has(attributeName) || (attributeName === "open" && foldable)) event.preventDefault();
  if (attributeName === "aria-invalid" && mutationType === "remove") event.preventDefault();
});

function isKept(current, fresh) {
  if (current.hasAttribute("data-live-keep") || isSaidAgain(fresh)) return true;
  // What is the same needs no walk through its fields: most cards, most of the time.
  if (current.isEqualNode(fresh)) return true;
  if (current.matches(".field-error")) return current.textContent !== "" && fresh.textContent === "";
  if (!isField(current)) return false;
  if (current !== document.activeElement && !isChanged(current)) return false;
  current.closest("[data-region]")?.setAttribute("data-skipped", "");
  return true;
}

function leaving(event, element) {
  if (element.hasAttribute("data-live-keep")) return event.preventDefault();
  const texts = unsentTexts(element);
  if (texts.length) say("say-moved", texts.join("\n\n"));
}
