import { Controller } from "../../vendor/stimulus.js";
import { forgetDrafts } from "../drafts.js";

/** On the form that signs out: what was typed stays on no shared machine. */
export default class extends Controller {
  forget() {
    forgetDrafts();
  }
}
