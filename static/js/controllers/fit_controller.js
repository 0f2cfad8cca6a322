import { Controller } from "../../vendor/stimulus.js";

const LARGEST = 0.054;
const SMALLEST = 0.0105;
const STEPS = 8;

/** Gives the text the largest size at which it fits its box, as `--fit` on this element. */
export default class extends Controller {
  static targets = ["box", "text"];

  connect() {
    this.fit();
    document.fonts.ready.then(() => this.fit());
  }

  fit() {
    if (!this.hasTextTarget) return;
    let [low, high] = [SMALLEST * innerWidth, LARGEST * innerWidth];
    if (this.fits(high)) return;
    for (let step = 0; step < STEPS; step += 1) {
      const middle = (low + high) / 2;
      if (this.fits(middle)) low = middle;
      else high = middle;
    }
    this.fits(low);
  }

  fits(size) {
    this.element.style.setProperty("--fit", `${size}px`);
    return this.boxTarget.scrollHeight <= this.boxTarget.clientHeight;
  }
}
