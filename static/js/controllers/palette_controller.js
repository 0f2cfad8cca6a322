import * as Turbo from "../../vendor/turbo.js";
import { Controller } from "../../vendor/stimulus.js";
import { activate } from "../listbox.js";
import { selected } from "../selection.js";
import { contains, fit } from "../words.js";
import { controlIn } from "./keys_controller.js";

const PAUSE = 180;
const POINTS = 6;
const FOUND = 8;

/** One field that finds what can be done and where one can go; words are looked for by the server. */
export default class extends Controller {
  static targets = ["box", "input", "list", "none", "kind", "act"];
  static values = { find: String, question: String };

  open() {
    this.card = selected();
    this.inputTarget.value = "";
    this.boxTarget.showModal();
    this.list();
  }

  close() {
    this.boxTarget.close();
  }

  backdrop({ target }) {
    if (target === this.boxTarget) this.close();
  }

  closed() {
    clearTimeout(this.pausing);
    this.searched = null;
  }

  list() {
    const typed = this.inputTarget.value.trim();
    const items = [...this.numbered(typed), ...this.acts(typed), ...this.panes(typed), ...this.points(typed)];
    this.show(items);
    clearTimeout(this.pausing);
    this.searched = null;
    if (typed.length > 1) this.pausing = setTimeout(() => this.search(typed, items), PAUSE);
  }

  acts(typed) {
    const places = [document.querySelector(".several:not([hidden])"), this.card];
    return this.actTargets
      .filter((row) => contains(row.textContent, typed))
      .filter(({ dataset }) => controlIn(places, dataset.acts.split(" ")) || (this.card && dataset.section))
      .map((row) => this.item("act", row.cells[1].textContent, () => this.dispatch("run", { detail: { row } }), row.cells[0].textContent.trim()));
  }

  panes(typed) {
    return [...document.querySelectorAll(".mod-figures a[data-pane]")]
      .filter((link) => contains(link.textContent, typed))
      .map((link) => this.item("pane", link.textContent.trim(), () => this.go(link.dataset.pane)));
  }

  points(typed) {
    if (!typed) return [];
    return [...document.querySelectorAll("#picker-list [data-code]")]
      .map(({ dataset }) => ({ ...dataset, rank: fit(dataset.name, dataset.code, typed) }))
      .filter(({ rank }) => rank > 0)
      .sort((one, other) => other.rank - one.rank)
      .slice(0, POINTS)
      .map(({ code, name }) => this.item("point", name, () => this.openPoint(code)));
  }

  numbered(typed) {
    const number = typed.match(/^#?(\d{1,6})$/)?.[1];
    return number ? [this.item("question", `#${number}`, () => this.goTo(number))] : [];
  }

  /** What the server finds comes behind what the page has, unless more was typed meanwhile. */
  async search(typed, items) {
    this.searched = typed;
    const answer = await fetch(`${this.findValue}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok || this.searched !== typed) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (this.searched !== typed) return;
    const found = [...page.querySelectorAll("article.q")].slice(0, FOUND).map((article) => {
      const number = article.id.slice(1);
      const words = article.querySelector(".q-text").textContent.trim();
      return this.item("question", `#${number} ${words}`, () => this.goTo(number), article.querySelector(".state").textContent.trim());
    });
    const had = items.find((item) => item === this.active);
    this.show([...items, ...found.filter((item) => items[0]?.textContent.trim() !== item.textContent.trim())]);
    if (had) this.point(had);
  }

  item(kind, text, run, end) {
    const template = this.kindTargets.find(({ dataset }) => dataset.kind === kind);
    const item = template.content.firstElementChild.cloneNode(true);
    item.querySelector(".palette-text").textContent = text;
    if (end) item.querySelector(".palette-end").textContent = end;
    item.run = run;
    return item;
  }

  show(items) {
    items.forEach((item, place) => { item.id = `palette-${place}`; });
    this.listTarget.replaceChildren(...items);
    this.noneTarget.hidden = items.length > 0;
    this.point(items[0]);
  }

  steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const items = [...this.listTarget.children];
      this.point(items[(items.indexOf(this.active) + step + items.length) % items.length]);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.run(this.active);
    }
  }

  choose({ target }) {
    this.run(target.closest('[role="option"]'));
  }

  run(item) {
    if (!item) return;
    this.close();
    // The dialog gives the focus back first.
    setTimeout(item.run);
  }

  go(pane) {
    this.dispatch("run", { detail: { pane } });
  }

  /** To the question's card wherever it is; one that no pane shows opens in the dialog. */
  goTo(number) {
    const card = document.querySelector(`.pane #q${number}`);
    const pane = card?.closest(".pane").dataset.pane;
    if (pane) this.dispatch("run", { detail: { pane, card } });
    else Turbo.visit(this.questionValue.replace(/0$/, number), { frame: "detail" });
  }

  openPoint(code) {
    const row = [...document.querySelectorAll("#pane-points a[data-turbo-frame]")].find(({ pathname }) => pathname.endsWith(`/${code}`));
    row?.click();
  }

  point(item) {
    this.active = activate(this.inputTarget, this.active, item);
  }
}
