import { Controller } from "../../vendor/stimulus.js";

/** The dialog in which links with `data-turbo-frame="detail"` open. */
export default class extends Controller {
  static targets = ["frame", "stale"];

  open({ target }) {
    if (target === this.frameTarget && !this.element.open) this.element.showModal();
  }

  arrived() {
    this.element.scrollTop = 0;
    const unfolded = this.frameTarget.querySelector("details[open]");
    const field = unfolded?.querySelector('input:not([type="hidden"], .sr), textarea, select');
    (field ?? this.frameTarget.querySelector("h1"))?.focus();
    this.compare();
  }

  close() {
    this.element.close();
  }

  backdrop(event) {
    if (event.target === this.element && !this.element.querySelector(":user-valid, :user-invalid")) this.close();
  }

  empty() {
    this.frameTarget.removeAttribute("src");
    this.frameTarget.replaceChildren();
  }

  /** Say so when the card behind the dialog shows a newer version of the question. */
  compare() {
    const { number, version } = this.frameTarget.dataset;
    const card = number && document.getElementById(`q${number}`);
    if (card && this.hasStaleTarget) this.staleTarget.hidden = Number(card.dataset.version) <= Number(version);
  }
}
