import { Controller } from "../../vendor/stimulus.js";

/** The dialog in which links with `data-turbo-frame="detail"` open. */
export default class extends Controller {
  static targets = ["frame", "stale"];

  /** What the page says would lie behind the dialog: as long as it is open, it is said inside. */
  open({ target }) {
    if (target !== this.frameTarget || this.element.open) return;
    this.element.showModal();
    const notice = document.getElementById("notice");
    this.noticeAfter = notice.previousElementSibling;
    this.element.append(notice);
  }

  arrived() {
    this.element.scrollTop = 0;
    this.hadCard = this.card() !== null;
    this.frameTarget.dispatchEvent(new CustomEvent("live:rendered", { bubbles: true }));
    const unfolded = this.frameTarget.querySelector("details[open]");
    unfolded?.scrollIntoView({ block: "nearest" });
    const field =
      this.frameTarget.querySelector("[data-detail-first]") ??
      unfolded?.querySelector('input:not([type="hidden"], .sr), textarea, select');
    (field ?? this.frameTarget.querySelector("h1"))?.focus({ preventScroll: true });
  }

  close() {
    this.element.close();
  }

  backdrop(event) {
    if (event.target === this.element && !this.element.querySelector(":user-valid, :user-invalid")) this.close();
  }

  empty() {
    const notice = document.getElementById("notice");
    this.noticeAfter?.after(notice);
    for (const refusal of notice.querySelectorAll(".note-danger:not([data-said])")) refusal.remove();
    this.frameTarget.removeAttribute("src");
    this.frameTarget.replaceChildren();
  }

  /** Say so when the card behind the dialog shows a newer version of the question, or left a long list. */
  compare() {
    if (!this.hasStaleTarget) return;
    const card = this.card();
    const { version } = this.staleTarget.dataset;
    this.staleTarget.hidden = card ? Number(card.dataset.version) <= Number(version) : !this.hadCard;
  }

  card() {
    return this.hasStaleTarget ? document.getElementById(`q${this.staleTarget.dataset.number}`) : null;
  }
}
