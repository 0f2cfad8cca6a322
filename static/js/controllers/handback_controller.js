import { Controller } from "../../vendor/stimulus.js";

/** The point's one dialog to return a question; it follows the card that it was opened from. */
export default class extends Controller {
  static targets = ["box", "form", "wording"];

  open(event) {
    event.preventDefault();
    if (this.number !== event.currentTarget.dataset.number) this.formTarget.reset();
    this.number = event.currentTarget.dataset.number;
    this.follow();
    this.boxTarget.showModal();
  }

  close() {
    this.boxTarget.close();
  }

  /** Show the question as its card now has it. */
  follow() {
    const wording = this.number && document.getElementById(`q${this.number}-wording`);
    if (wording) this.wordingTarget.textContent = wording.textContent;
    this.stamp();
  }

  /** The version that is sent is the one that is shown. */
  stamp() {
    const link = this.number && document.getElementById(`q${this.number}-return`);
    if (!link) return;
    this.formTarget.action = link.dataset.address;
    this.formTarget.elements.namedItem("version").value = link.dataset.version;
  }
}
