import { Controller } from "../../vendor/stimulus.js";

/** A button and its native dialog. */
export default class extends Controller {
  static targets = ["box"];

  open() {
    this.boxTarget.showModal();
  }

  close() {
    this.boxTarget.close();
  }

  /** A press beside the dialog closes it, unless something was typed. */
  backdrop(event) {
    if (event.target === this.boxTarget && !this.boxTarget.querySelector(":user-valid, :user-invalid")) this.close();
  }
}
