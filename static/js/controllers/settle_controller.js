import { Controller } from "../../vendor/stimulus.js";
import { hold } from "../regions.js";

/** On a form with `data-keep`: what was sent counts as saved, what was typed since does not. */
export default class extends Controller {
  note() {
    this.release?.();
    this.release = hold(this.element);
    this.sent = this.fields.map((field) => [field, field.value]);
  }

  settle({ detail }) {
    if (detail.success) for (const [field, value] of this.sent ?? []) field.defaultValue = value;
    const release = this.release;
    setTimeout(() => release?.());
  }

  disconnect() {
    this.release?.();
  }

  get fields() {
    return [...this.element.querySelectorAll('textarea, input[type="text"]')];
  }
}
