// Turbo as this application uses it.

import * as Turbo from "../vendor/turbo.js";
import { csrfToken, say, unsay } from "./page.js";

// A disabled button would lose the focus; this one only refuses a second press.
Turbo.config.forms.submitter = "aria-disabled";
Turbo.config.drive.progressBarDelay = 300;
Turbo.config.forms.confirm = ask;

document.addEventListener("turbo:before-fetch-request", ({ detail }) => {
  const { method, headers } = detail.fetchOptions;
  if (method.toUpperCase() !== "GET") headers["X-CSRFToken"] = csrfToken();
});

// To a place on this same page the browser goes by itself; a visit would wipe what is being typed.
document.addEventListener("turbo:click", (event) => {
  const { hash, pathname, search } = new URL(event.detail.url);
  if (hash && pathname === location.pathname && search === location.search) event.preventDefault();
});

document.addEventListener("turbo:fetch-request-error", ({ detail }) => {
  if (!detail.request.isSafe) say("say-unsent");
});

document.addEventListener("turbo:before-fetch-response", () => unsay("say-unsent"));

/** Ask in a native dialog; the answer is a promise of true or false. */
function ask(question, _form, submitter) {
  const dialog = document.getElementById("say-confirm").content.firstElementChild.cloneNode(true);
  dialog.querySelector("[data-text]").textContent = question;
  const verb = submitter?.textContent.trim();
  if (verb) dialog.querySelector("[data-yes]").textContent = verb;
  document.body.append(dialog);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
