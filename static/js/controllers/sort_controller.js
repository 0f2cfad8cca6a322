import Sortable from "../../vendor/sortable.js";
import { Controller } from "../../vendor/stimulus.js";
import { hold } from "../regions.js";

const ANSWER_LIMIT = 5000;

/** A list to drag: a drop fills the item's form with its new neighbour and sends it. */
export default class extends Controller {
  connect() {
    this.sortable = Sortable.create(this.element, {
      handle: "[data-sort-handle]",
      draggable: "[data-sort-number]",
      dataIdAttr: "data-sort-number",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      ghostClass: "is-ghost",
      chosenClass: "is-chosen",
      onStart: () => this.lift(),
      onEnd: (event) => this.drop(event),
    });
  }

  disconnect() {
    this.sortable.destroy();
    this.release?.();
  }

  lift() {
    this.order = this.sortable.toArray();
    this.release = hold(this.element);
  }

  /** The region stays as dropped until the server has answered; a refusal puts the item back. */
  drop({ item, oldIndex, newIndex }) {
    if (oldIndex === newIndex) return this.release();
    const form = item.querySelector("[data-sort-form] form, form[data-sort-form]");
    const next = neighbour(item, "nextElementSibling");
    form.elements.namedItem("before").value = next ?? "";
    form.elements.namedItem("after").value = next ? "" : neighbour(item, "previousElementSibling") ?? "";
    const { order, release } = this;
    form.addEventListener("turbo:submit-end", ({ detail }) => {
      if (!detail.success) this.sortable.sort(order, true);
      release();
    }, { once: true });
    setTimeout(release, ANSWER_LIMIT);
    form.requestSubmit();
  }
}

function neighbour(item, side) {
  let element = item[side];
  while (element && !element.dataset.sortNumber) element = element[side];
  return element?.dataset.sortNumber;
}
