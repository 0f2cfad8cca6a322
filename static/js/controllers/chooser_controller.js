import { Controller } from "../../vendor/stimulus.js";

/** Enter in the filter of a long list picks what stands first in it, and does not send the form. */
export default class extends Controller {
  pick(event) {
    event.preventDefault();
    if (event.isComposing) return;
    const choices = [...this.element.querySelectorAll('li:not([data-filtered]) input[type="checkbox"], li:not([data-filtered]) input[type="radio"]:not(.sr)')];
    choices[0]?.click();
  }
}
