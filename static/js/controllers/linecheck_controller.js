import { Controller } from "../../vendor/stimulus.js";
import { roundTrip } from "../live.js";
import { say } from "../page.js";

const TIMES = 5;

/** On a form with a hidden `ms`: measures the line to the server, then sends the form. */
export default class extends Controller {
  connect() {
    this.measure = (event) => this.measured || this.hold(event);
    this.element.addEventListener("submit", this.measure, true);
  }

  disconnect() {
    this.element.removeEventListener("submit", this.measure, true);
  }

  async hold(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.busy) return;
    this.busy = true;
    this.element.setAttribute("aria-busy", "true");
    try {
      this.element.elements.namedItem("ms").value = Math.round(await median());
      this.measured = true;
      this.element.requestSubmit(event.submitter);
    } catch {
      say("say-unsent");
    } finally {
      this.measured = this.busy = false;
      this.element.removeAttribute("aria-busy");
    }
  }
}

async function median() {
  const trips = [];
  for (let time = 0; time < TIMES; time += 1) trips.push(await roundTrip());
  return trips.sort((a, b) => a - b)[Math.floor(TIMES / 2)];
}
