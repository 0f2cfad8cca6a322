// Forms: one at a time, errors at their fields, cleared once the server has taken them.

import * as Turbo from "../vendor/turbo.js";
import { freshen } from "./regions.js";
import { isDown } from "./live.js";

let inFlight = null;
const queue = [];

// Turbo would abandon a form in flight for the next one; here the next one waits.
document.addEventListener("submit", waitForTurn, true);

document.addEventListener("turbo:submit-start", ({ detail }) => {
  inFlight = detail.formSubmission.formElement;
  clearErrors(inFlight);
});

document.addEventListener("turbo:submit-end", ({ detail }) => {
  const { formElement, isSafe } = detail.formSubmission;
  inFlight = null;
  if (detail.success && !isSafe) accepted(formElement, detail.fetchResponse);
  let next = queue.shift();
  while (next && !next.form.isConnected) next = queue.shift();
  if (next) next.form.requestSubmit(next.submitter?.isConnected ? next.submitter : null);
});

document.addEventListener("turbo:before-stream-render", ({ detail }) => {
  const { render } = detail;
  detail.render = async (stream) => {
    await render(stream);
    markInvalid(document.getElementById(stream.target));
  };
});

/** Empty the error slots of a form. */
export function clearErrors(form) {
  for (const slot of form.querySelectorAll(".field-error")) slot.textContent = "";
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

/** Without a socket nothing tells this page what its own act changed: load it again, morphing. */
export function refreshIfDown() {
  if (isDown()) Turbo.visit(location.href, { action: "replace" });
}

function waitForTurn(event) {
  const form = event.target;
  if (form.method !== "post" || form.dataset.turbo === "false" || form.matches('[data-controller~="draft"]')) return;
  if (!inFlight) {
    // From this press on, not from Turbo's start a moment later; but a question may be answered "no".
    if (!asksFirst(form, event.submitter)) inFlight = form;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!queue.some((waiting) => waiting.form === form)) queue.push({ form, submitter: event.submitter });
}

function asksFirst(form, submitter) {
  return [form, submitter].some((element) => element?.hasAttribute("data-turbo-confirm"));
}

function accepted(form, response) {
  if (!form.hasAttribute("data-keep")) form.reset();
  const fold = form.closest("details[data-fold]");
  if (fold) fold.open = false;
  form.closest("dialog")?.close();
  freshen(form);
  if (!response.redirected) refreshIfDown();
}

function markInvalid(slot) {
  if (!slot?.matches(".field-error") || slot.textContent === "") return;
  const fold = slot.closest("details");
  if (fold) fold.open = true;
  const field = document.querySelector(`[aria-describedby~="${CSS.escape(slot.id)}"]`);
  if (!field) return;
  const control = field.matches("fieldset") ? field.querySelector("input") : field;
  control.setAttribute("aria-invalid", "true");
  // Turbo puts the focus back to where it was after each stream; then it is our turn.
  setTimeout(() => control.form?.querySelector('[aria-invalid="true"]')?.focus());
}
