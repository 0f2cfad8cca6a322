import { Controller } from "../../vendor/stimulus.js";

/** The clerk's form: ready for the next question of the same person once one is entered. */
export default class extends Controller {
  static targets = ["form", "text", "outlet", "parent"];

  note() {
    this.text = this.textTarget.value;
  }

  sent({ detail }) {
    if (!detail.success) return;
    if (this.textTarget.value === this.text) this.textTarget.value = "";
    this.parentTarget.value = "";
    this.formTarget.elements.namedItem("asked_at").value = "";
    this.formTarget.elements.namedItem("client_id").value = freshId();
    this.pointCombo?.reset();
    this.textTarget.focus();
  }

  send(event) {
    event.preventDefault();
    this.formTarget.requestSubmit();
  }

  /** A registered reporter was chosen: the outlet is known. */
  who({ detail }) {
    this.outletTarget.value = detail.outlet ?? "";
    this.outletTarget.readOnly = true;
    this.textTarget.focus();
  }

  stranger() {
    this.outletTarget.value = "";
    this.outletTarget.readOnly = false;
  }

  follow({ params }) {
    this.parentTarget.value = params.number;
    this.textTarget.focus();
  }

  get pointCombo() {
    const element = this.formTarget.elements.namedItem("point").closest("[data-controller~='combo']");
    return this.application.getControllerForElementAndIdentifier(element, "combo");
  }
}

function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
