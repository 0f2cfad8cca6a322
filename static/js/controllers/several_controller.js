import { Controller } from "../../vendor/stimulus.js";
import { cardsOf, labelsShown, selected } from "../selection.js";
import { noteDone } from "../undo.js";

/** Questions chosen together, each at the version at which it was chosen, and the bar of what to do with them. */
export default class extends Controller {
  static targets = ["bar", "fields", "count", "pick", "labels", "told", "group", "box"];

  connect() {
    this.chosen = new Map();
    this.last = null;
  }

  choose({ target }) {
    const card = target.closest("article");
    this.put(card, target.checked);
    this.last = card.id;
    this.show();
  }

  /** All cards from the one chosen last to the selected one. */
  range() {
    const card = selected();
    if (!card) return;
    const cards = cardsOf(card.closest(".pane"));
    const from = cards.findIndex(({ id }) => id === this.last);
    const to = cards.indexOf(card);
    const first = from < 0 ? to : Math.min(from, to);
    for (const each of cards.slice(first, Math.max(from, to) + 1)) this.put(each, true);
    this.last = card.id;
    this.show();
  }

  clear(event) {
    if (!this.chosen.size) return;
    event?.preventDefault();
    this.chosen.clear();
    this.show();
  }

  /** Enter in a fold presses the button of that fold, not the first one of the bar. */
  enter(event) {
    event.preventDefault();
    if (!event.isComposing) event.target.closest(".several-body").querySelector("button").click();
  }

  /** The picker has points for all of them. */
  route({ detail: { units } }) {
    this.send(this.pickTarget.dataset.pick, units.map((unit) => ["unit", unit]));
  }

  /** The questions that a form of the bar is sent with. */
  fill() {
    const chosen = [...this.chosen].map(([number, version]) => ["chosen", `${number}:${version}`]);
    this.fieldsTarget.replaceChildren(...chosen.map(hidden));
  }

  /** What was done is no longer chosen; what failed stays, at the version that the notice is about. */
  toldTargetConnected() {
    this.watch = new MutationObserver(() => this.settle());
    this.watch.observe(this.toldTarget, { childList: true });
  }

  toldTargetDisconnected() {
    this.watch.disconnect();
  }

  settle() {
    for (const { dataset } of this.toldTarget.querySelectorAll("[data-number]")) {
      const number = Number(dataset.number);
      const version = Number(dataset.version);
      if ("done" in dataset) this.chosen.delete(number);
      else if (version) this.chosen.set(number, version);
      if ("undoable" in dataset) noteDone(number, version);
    }
    this.toldTarget.textContent = "";
    for (const fold of this.barTarget.querySelectorAll("details")) fold.open = false;
    if (!this.chosen.size) this.barTarget.reset();
    this.show();
  }

  /** Cards come and go with every message: those chosen are ticked again. */
  show() {
    if (!this.chosen.size && !this.hadSome) return;
    this.hadSome = this.chosen.size > 0;
    for (const box of this.boxTargets) {
      const number = numberOf(box.closest("article"));
      box.checked = this.chosen.has(number);
      box.closest("article").toggleAttribute("data-chosen", box.checked);
    }
    const numbers = [...this.chosen.keys()];
    this.barTarget.hidden = !numbers.length;
    this.element.toggleAttribute("data-several", numbers.length > 0);
    this.countTarget.textContent = numbers.length;
    this.groupTarget.disabled = numbers.length < 2;
    this.pickTarget.dataset.pickNumber = numbers.join(", #");
    this.fill();
    if (!this.barTarget.hidden) this.offerLabels();
  }

  offerLabels() {
    this.labelsTarget.replaceChildren(...labelsShown().map((name) => new Option("", name)));
  }

  send(address, values) {
    this.fieldsTarget.append(...values.map(hidden));
    const go = document.createElement("button");
    go.formAction = address;
    go.hidden = true;
    this.fieldsTarget.append(go);
    this.barTarget.requestSubmit(go);
  }

  put(card, is) {
    if (is) this.chosen.set(numberOf(card), Number(card.dataset.version));
    else this.chosen.delete(numberOf(card));
  }
}

function numberOf(card) {
  return Number(card.id.slice(1));
}

function hidden([name, value]) {
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name, value });
  return input;
}
