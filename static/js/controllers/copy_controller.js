import { Controller } from "../../vendor/stimulus.js";

const SECONDS = 2;

/** Copies `text` and says `done` on the button for a moment. */
export default class extends Controller {
  static values = { text: String, done: String };

  async copy() {
    await this.put(this.textValue);
    if (!this.doneValue || this.timer) return;
    const label = [...this.element.childNodes];
    this.element.replaceChildren(this.doneValue);
    this.timer = setTimeout(() => {
      this.element.replaceChildren(...label);
      this.timer = null;
    }, SECONDS * 1000);
  }

  /** The clipboard API wants https; without it the old way still works. */
  async put(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "sr" });
    this.element.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    this.element.focus();
  }
}
