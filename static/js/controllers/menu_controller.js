import { Controller } from "../../vendor/stimulus.js";

/** `<details>` as a menu: closes when one presses elsewhere, leaves it, or hits Escape. */
export default class extends Controller {
  connect() {
    this.outside = ({ target }) => this.element.contains(target) || this.close();
    this.escape = ({ key }) => key === "Escape" && this.element.open && this.close(true);
    document.addEventListener("pointerdown", this.outside);
    this.element.addEventListener("keydown", this.escape);
    this.left = ({ relatedTarget }) => relatedTarget && this.outside({ target: relatedTarget });
    this.element.addEventListener("focusout", this.left);
  }

  disconnect() {
    document.removeEventListener("pointerdown", this.outside);
    this.element.removeEventListener("keydown", this.escape);
    this.element.removeEventListener("focusout", this.left);
  }

  close(refocus = false) {
    this.element.open = false;
    if (refocus) this.element.querySelector("summary").focus();
  }
}
