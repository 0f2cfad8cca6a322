import { Controller } from "../../vendor/stimulus.js";
import { contains } from "../words.js";

/** Shows the items that contain what is typed, whatever the diacritics and the case. */
export default class extends Controller {
  static targets = ["input", "item", "none"];

  connect() {
    this.again = () => this.apply();
    this.element.addEventListener("live:rendered", this.again);
    this.apply();
  }

  disconnect() {
    this.element.removeEventListener("live:rendered", this.again);
  }

  apply() {
    let shown = 0;
    for (const item of this.itemTargets) {
      const fits = contains(item.dataset.filterText ?? item.textContent, this.inputTarget.value);
      item.toggleAttribute("data-filtered", !fits);
      shown += fits;
    }
    for (const none of this.noneTargets) none.toggleAttribute("data-filtered", shown > 0);
  }
}
