import { Controller } from "../../vendor/stimulus.js";

const SECONDS = 8;

/** A notice that can be closed; with `fade` it goes by itself unless one is at it. */
export default class extends Controller {
  static values = { fade: Boolean };

  connect() {
    if (this.fadeValue) this.wait();
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  close() {
    this.element.remove();
  }

  wait() {
    this.timer = setTimeout(() => {
      if (this.element.matches(":hover, :focus-within")) this.wait();
      else this.close();
    }, SECONDS * 1000);
  }
}
