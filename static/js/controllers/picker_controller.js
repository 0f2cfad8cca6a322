import { Controller } from "../../vendor/stimulus.js";
import { activate } from "../listbox.js";
import { fit } from "../words.js";

const GAP = 4;

/**
 * One list of points for all cards: a press on `[data-pick]`, some letters, Enter. With Ctrl or ⌘, or
 * where several are wanted, a point is added and the list stays. An opener with `data-pick-hand-over`
 * gets the codes in an event; for the others the form is sent.
 */
export default class extends Controller {
  static targets = ["form", "version", "instead", "unit", "number", "input", "leadRow", "lead", "option", "none", "added", "many", "go"];

  open(event) {
    const opener = event.target.closest("[data-pick]");
    if (!opener || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { pick, pickVersion, pickNumber, pickFirst, pickAsked, pickInstead = "" } = opener.dataset;
    this.formTarget.action = pick;
    this.versionTarget.value = pickVersion;
    this.insteadTarget.value = pickInstead;
    this.numberTarget.textContent = `#${pickNumber}`;
    this.asked = pickAsked.split(" ").filter(Boolean);
    this.leadRowTarget.hidden = !this.asked.length;
    this.leadTarget.checked = this.manyTarget.checked = false;
    this.inputTarget.value = "";
    this.opener = opener;
    this.codes = [];
    this.order(pickFirst);
    this.element.showPopover();
    this.showAdded();
    this.filter();
    this.place();
    this.inputTarget.focus();
  }

  toggled({ newState }) {
    if (newState === "closed" && this.element.contains(document.activeElement)) this.opener?.focus();
  }

  /** The best first; those that fit equally well stand as in the roster. */
  filter() {
    const typed = this.inputTarget.value;
    const ranks = new Map(this.roster.map((option) => [option, fit(option.dataset.name, option.dataset.code, typed)]));
    const sorted = [...this.roster].sort((one, other) => ranks.get(other) - ranks.get(one));
    for (const option of sorted) option.hidden = !ranks.get(option);
    sorted[0]?.parentElement.append(...sorted);
    this.noneTarget.hidden = this.shown.length > 0;
    this.point(this.shown[0]);
  }

  steer(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      const { shown } = this;
      const next = shown.indexOf(this.active) + steps[event.key];
      this.point(shown[(next + shown.length) % shown.length]);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) this.add(this.active);
      else if (this.codes.length && !this.inputTarget.value.trim()) this.send();
      else this.route(this.active);
    }
  }

  choose({ target, ctrlKey, metaKey }) {
    const option = target.closest('[role="option"]');
    if (this.manyTarget.checked || ctrlKey || metaKey) this.add(option);
    else this.route(option);
  }

  /** Several points are wanted, or one after all. */
  turn() {
    if (!this.manyTarget.checked) this.codes = [];
    this.showAdded();
    this.inputTarget.focus();
  }

  /** One more point, or one less. */
  add(option) {
    if (!option) return;
    const { code } = option.dataset;
    this.codes = this.codes.includes(code) ? this.codes.filter((each) => each !== code) : [...this.codes, code];
    this.manyTarget.checked = true;
    this.inputTarget.value = "";
    this.showAdded();
    this.filter();
    this.inputTarget.focus();
  }

  route(option) {
    if (!option) return;
    if (!this.codes.includes(option.dataset.code)) this.codes.push(option.dataset.code);
    this.send();
  }

  send() {
    const { codes, opener } = this;
    if (!codes.length) return;
    this.element.hidePopover();
    if ("pickHandOver" in opener.dataset) return this.dispatch("picked", { target: opener, detail: { units: codes } });
    for (const extra of this.formTarget.querySelectorAll("[data-extra]")) extra.remove();
    this.unitTarget.value = codes[0];
    for (const code of codes.slice(1)) this.formTarget.append(this.extra(code));
    this.leadTarget.value = codes[0];
    this.leadTarget.name = this.leadTarget.checked ? "lead" : "";
    this.formTarget.requestSubmit();
  }

  extra(code) {
    const input = this.unitTarget.cloneNode();
    input.removeAttribute("data-picker-target");
    input.dataset.extra = "";
    input.value = code;
    return input;
  }

  showAdded() {
    const names = this.codes.map((code) => this.roster.find(({ dataset }) => dataset.code === code).dataset.name);
    this.addedTarget.textContent = names.join(" + ");
    this.addedTarget.hidden = this.goTarget.hidden = !names.length;
    for (const option of this.roster) option.toggleAttribute("data-added", this.codes.includes(option.dataset.code));
  }

  /** The point that the asker named stands first, the others in the order of the roster. */
  order(first) {
    this.all ??= this.optionTargets;
    this.roster = [...this.all].sort((one, other) => (other.dataset.code === first) - (one.dataset.code === first));
    for (const option of this.roster) option.toggleAttribute("data-asked", this.asked.includes(option.dataset.code));
  }

  point(option) {
    this.active = activate(this.inputTarget, this.active, option);
  }

  place() {
    const from = this.opener.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const below = from.bottom + GAP;
    const top = below + height <= innerHeight ? below : Math.max(GAP, from.top - height - GAP);
    this.element.style.top = `${top}px`;
    this.element.style.left = `${Math.max(GAP, Math.min(from.left, innerWidth - width - GAP))}px`;
  }

  get shown() {
    return [...this.element.querySelectorAll('[role="option"]')].filter((option) => !option.hidden);
  }
}
