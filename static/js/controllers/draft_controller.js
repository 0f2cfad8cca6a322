import * as Turbo from "../../vendor/turbo.js";
import { Controller } from "../../vendor/stimulus.js";
import { deliver } from "../deliver.js";
import { change, freshId, load } from "../drafts.js";
import { clearErrors, refreshIfDown } from "../forms.js";
import { say, unsay } from "../page.js";

const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const SHOW_AFTER = 400;
const PRIVATE = new Set(["csrf_token", "client_id"]);

/**
 * A form whose text is never lost: it is kept while it is typed; once sent it waits in an outbox
 * under an id of its own until the server has said that it has it.
 */
export default class extends Controller {
  static targets = ["outbox", "waiting"];
  static values = { key: String };

  connect() {
    this.retry = FIRST_RETRY;
    this.flushNow = () => this.flush();
    addEventListener("online", this.flushNow);
    document.addEventListener("live:connected", this.flushNow);
    const { fields } = load(this.keyValue);
    if (fields && !this.hasText()) this.fill(fields);
    this.showOutbox();
    this.flush();
  }

  disconnect() {
    clearTimeout(this.timer);
    removeEventListener("online", this.flushNow);
    document.removeEventListener("live:connected", this.flushNow);
  }

  /** Keep what is typed. */
  keep() {
    const fields = this.hasText() ? this.fields() : null;
    change(this.keyValue, (kept) => (kept.fields = fields));
  }

  /** Put the form's content into the outbox and begin to send. */
  send(event) {
    event.preventDefault();
    clearErrors(this.element);
    const entry = { id: freshId(), fields: this.fields() };
    change(this.keyValue, (kept) => {
      kept.outbox.push(entry);
      kept.fields = null;
    });
    this.element.reset();
    setTimeout(() => this.showOutbox(), SHOW_AFTER);
    this.flush();
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.sending || !load(this.keyValue).outbox.length) return;
    this.sending = true;
    this.element.setAttribute("aria-busy", "true");
    let outcome = "accepted";
    for (const entry of load(this.keyValue).outbox) {
      outcome = await this.deliverOne(entry);
      if (outcome === "waiting" || outcome === "signed-out") break;
    }
    this.element.removeAttribute("aria-busy");
    this.sending = false;
    this.showOutbox();
    if (outcome === "waiting") this.tryLater();
    else if (outcome !== "signed-out" && load(this.keyValue).outbox.length) this.flush();
  }

  async deliverOne({ id, fields }) {
    const { outcome, stream } = await deliver(this.element.action, fields, id);
    if (outcome === "signed-out") say("say-signed-out");
    if (outcome === "accepted" || outcome === "refused") {
      unsay("say-signed-out");
      this.retry = FIRST_RETRY;
      change(this.keyValue, (kept) => (kept.outbox = kept.outbox.filter((entry) => entry.id !== id)));
      if (outcome === "refused") this.takeBack(fields);
      Turbo.renderStreamMessage(stream);
      if (outcome === "accepted") refreshIfDown();
    }
    return outcome;
  }

  /** A refused question returns into the form, before anything that was typed since. */
  takeBack(fields) {
    const typed = this.hasText() ? this.element.querySelector("textarea").value : "";
    this.fill(fields);
    if (typed) this.element.querySelector("textarea").value += `\n\n${typed}`;
    this.keep();
  }

  tryLater() {
    this.timer = setTimeout(() => this.flush(), this.retry);
    this.retry = Math.min(this.retry * 2, LAST_RETRY);
  }

  showOutbox() {
    const items = load(this.keyValue).outbox.map(({ fields }) => {
      const item = this.waitingTarget.content.firstElementChild.cloneNode(true);
      item.querySelector("[data-text]").textContent = fields.find(([name]) => name === "text")?.[1] ?? "";
      return item;
    });
    this.outboxTarget.replaceChildren(...items);
    this.outboxTarget.hidden = items.length === 0;
  }

  hasText() {
    return [...this.element.querySelectorAll("textarea")].some((area) => area.value.trim());
  }

  fields() {
    return [...new FormData(this.element)].filter(([name]) => !PRIVATE.has(name));
  }

  fill(fields) {
    for (const field of this.element.elements) {
      const given = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (!given.length || field.type === "hidden") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else put(field, given[0]);
    }
    for (const area of this.element.querySelectorAll("textarea")) area.dispatchEvent(new CustomEvent("draft:filled", { bubbles: true }));
  }
}

/** Give a field its value back; what was chosen then may not be on offer yet, or be folded away. */
function put(field, value) {
  if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) field.add(new Option(value, value));
  field.value = value;
  const fold = field.closest("details");
  if (fold && value) fold.open = true;
}
