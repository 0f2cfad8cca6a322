import { Controller } from "../../vendor/stimulus.js";

/** Keeps the list of questions that can be followed up in step with the page, and picks from it. */
export default class extends Controller {
  static targets = ["select", "more", "text", "air"];

  connect() {
    this.offer = () => this.show();
    document.addEventListener("live:rendered", this.offer);
    document.addEventListener("turbo:render", this.offer);
    this.show();
  }

  disconnect() {
    document.removeEventListener("live:rendered", this.offer);
    document.removeEventListener("turbo:render", this.offer);
  }

  pick(event) {
    event.preventDefault();
    this.choose(event.params.number);
  }

  pickOnAir() {
    this.choose(this.onAir?.dataset.follow ?? "");
  }

  show() {
    this.airTarget.hidden = !this.onAir;
    const chosen = this.selectTarget.value;
    const offered = new Map([...this.element.querySelectorAll("[data-follow]")].map(({ dataset }) => [dataset.follow, dataset.followLabel]));
    for (const option of [...this.selectTarget.options]) {
      if (offered.has(option.value)) option.text = offered.get(option.value);
      else if (option.value && option.value !== chosen) option.remove();
      offered.delete(option.value);
    }
    for (const [number, label] of offered) this.selectTarget.add(new Option(label, number));
  }

  choose(number) {
    this.show();
    this.moreTarget.open = true;
    this.selectTarget.value = String(number);
    this.selectTarget.dispatchEvent(new Event("change", { bubbles: true }));
    this.textTarget.scrollIntoView({ block: "center" });
    this.textTarget.focus({ preventScroll: true });
  }

  get onAir() {
    return this.element.querySelector('[data-region="stage"] [data-follow]');
  }
}
