import { Controller } from "../../vendor/stimulus.js";

/** How many characters of the most that are allowed. */
export default class extends Controller {
  static targets = ["input", "output"];
  static values = { max: Number };

  connect() {
    this.count = () => this.show();
    this.later = () => setTimeout(this.count);
    this.element.addEventListener("input", this.count);
    this.element.addEventListener("draft:filled", this.count);
    this.inputTarget.form?.addEventListener("reset", this.later);
    this.show();
  }

  disconnect() {
    this.element.removeEventListener("input", this.count);
    this.element.removeEventListener("draft:filled", this.count);
    this.inputTarget.form?.removeEventListener("reset", this.later);
  }

  show() {
    const length = [...this.inputTarget.value.normalize("NFC").trim()].length;
    this.outputTarget.textContent = `${length} / ${this.maxValue}`;
    this.outputTarget.toggleAttribute("data-over", length > this.maxValue);
  }
}
