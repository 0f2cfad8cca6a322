import { Controller } from "../../vendor/stimulus.js";
import { contains } from "../words.js";

const GAP = 4;

/** One list of points for all cards: a press on `[data-pick]`, some letters, Enter. */
export default class extends Controller {
  static targets = ["form", "version", "unit", "number", "input", "leadRow", "lead", "option", "none"];

  open(event) {
    const opener = event.target.closest("[data-pick]");
    if (!opener || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { pick, pickVersion, pickNumber, pickFirst, pickAsked } = opener.dataset;
    this.formTarget.action = pick;
    this.versionTarget.value = pickVersion;
    this.numberTarget.textContent = `#${pickNumber}`;
    this.asked = pickAsked.split(" ").filter(Boolean);
    this.leadRowTarget.hidden = !this.asked.length;
    this.leadTarget.checked = false;
    this.inputTarget.value = "";
    this.opener = opener;
    this.order(pickFirst);
    this.element.showPopover();
    this.place();
    this.filter();
    this.inputTarget.focus();
  }

  toggled({ newState }) {
    if (newState === "closed" && this.element.contains(document.activeElement)) this.opener?.focus();
  }

  filter() {
    for (const option of this.optionTargets) {
      option.hidden = !contains(`${option.dataset.name} ${option.dataset.code}`, this.inputTarget.value);
    }
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
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!event.isComposing && this.active) this.route(this.active);
    }
  }

  choose({ target }) {
    const option = target.closest('[role="option"]');
    if (option) this.route(option);
  }

  route(option) {
    this.unitTarget.value = option.dataset.code;
    this.leadTarget.value = option.dataset.code;
    this.leadTarget.name = this.leadTarget.checked ? "lead" : "";
    this.element.hidePopover();
    this.formTarget.requestSubmit();
  }

  /** The point that the asker named stands first, the others in the order of the roster. */
  order(first) {
    const list = this.optionTargets[0]?.parentElement;
    this.roster ??= this.optionTargets;
    const ahead = this.roster.filter(({ dataset }) => dataset.code === first);
    list?.append(...ahead, ...this.roster.filter((option) => !ahead.includes(option)));
    for (const option of this.roster) option.toggleAttribute("data-asked", this.asked.includes(option.dataset.code));
  }

  point(option) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.inputTarget.setAttribute("aria-activedescendant", option.id);
    else this.inputTarget.removeAttribute("aria-activedescendant");
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
    return this.optionTargets.filter((option) => !option.hidden);
  }
}
