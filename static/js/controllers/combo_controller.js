import { Controller } from "../../vendor/stimulus.js";
import { activate } from "../listbox.js";
import { contains } from "../words.js";

const SHOWN = 60;

/**
 * Type-ahead over a `<select>`, which keeps the value and does without scripts. `free`: what is
 * typed counts as it is when nothing was chosen; `source`: id of the element with today's options.
 */
export default class extends Controller {
  static targets = ["select", "input", "list"];
  static values = { free: Boolean, source: String };

  connect() {
    this.selectTarget.hidden = true;
    this.inputTarget.hidden = false;
    this.element.querySelector("label").htmlFor = this.inputTarget.id;
    this.listTarget.setAttribute("role", "listbox");
    this.inputTarget.setAttribute("role", "combobox");
    this.inputTarget.setAttribute("aria-autocomplete", "list");
    this.inputTarget.setAttribute("aria-expanded", "false");
    this.inputTarget.setAttribute("aria-controls", this.listTarget.id);
    if (this.selectTarget.value) this.show(this.selectTarget.selectedOptions[0]);
  }

  open() {
    this.inputTarget.select();
    if (!this.freeValue) this.list("");
  }

  filter() {
    if (this.freeValue || !this.inputTarget.value.trim()) this.clear();
    this.list(this.inputTarget.value);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.listTarget.hidden) this.list(this.freeValue ? this.inputTarget.value : "");
      else this.move(step);
    } else if (event.key === "Escape" && !this.listTarget.hidden) {
      event.stopPropagation();
      this.close();
    } else if ((event.key === "Enter" || event.key === "Tab") && this.active) {
      if (event.key === "Enter") event.preventDefault();
      this.choose(this.active.option);
    } else if (event.key === "Enter" && !this.listTarget.hidden) {
      event.preventDefault();
    }
  }

  leave() {
    this.close();
    if (this.freeValue) return;
    const chosen = this.selectTarget.selectedOptions[0];
    this.inputTarget.value = chosen?.value ? chosen.text : "";
  }

  /** Back to nothing chosen and nothing typed. */
  reset() {
    this.clear();
    this.inputTarget.value = "";
  }

  choose(option) {
    let own = [...this.selectTarget.options].find(({ value }) => value === option.value);
    if (!own) this.selectTarget.append((own = option.cloneNode(true)));
    this.selectTarget.value = own.value;
    this.show(own);
    this.close();
    this.dispatch("chosen", { detail: { ...own.dataset } });
  }

  show(option) {
    this.inputTarget.value = option.dataset.name ?? option.text;
  }

  clear() {
    const had = this.selectTarget.value;
    this.selectTarget.value = "";
    if (had) this.dispatch("cleared");
  }

  list(typed) {
    const fitting = this.options.filter(({ text }) => contains(text, typed));
    this.listTarget.replaceChildren(...fitting.slice(0, SHOWN).map((option, index) => this.item(option, index)));
    this.listTarget.hidden = !fitting.length;
    this.inputTarget.setAttribute("aria-expanded", String(fitting.length > 0));
    this.mark(this.freeValue || !typed.trim() ? null : this.listTarget.firstElementChild);
  }

  item(option, index) {
    const item = document.createElement("li");
    item.id = `${this.listTarget.id}-${index}`;
    item.setAttribute("role", "option");
    item.textContent = option.text;
    item.option = option;
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => this.choose(option));
    return item;
  }

  move(step) {
    const items = [...this.listTarget.children];
    this.mark(items.at((items.indexOf(this.active) + (this.active || step > 0 ? step : 0)) % items.length));
  }

  mark(item) {
    this.active = activate(this.inputTarget, this.active, item);
  }

  close() {
    this.mark(null);
    this.listTarget.hidden = true;
    this.inputTarget.setAttribute("aria-expanded", "false");
  }

  get options() {
    const source = document.getElementById(this.sourceValue) ?? this.selectTarget;
    return [...source.querySelectorAll("option")].filter(({ value }) => value);
  }
}
