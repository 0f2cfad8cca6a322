import { Controller } from "../../vendor/stimulus.js";

const YEAR = 31536000;

/** The switch between light, dark and the device's own; the server reads the cookie. */
export default class extends Controller {
  static targets = ["choice"];

  choose({ currentTarget }) {
    const theme = currentTarget.value;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=${theme ? YEAR : 0}; SameSite=Lax${secure}`;
    const root = document.documentElement;
    if (theme) root.dataset.bsTheme = theme;
    else delete root.dataset.bsTheme;
    for (const choice of this.choiceTargets) choice.setAttribute("aria-pressed", choice === currentTarget);
  }
}
