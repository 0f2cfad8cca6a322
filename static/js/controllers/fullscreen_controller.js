import { Controller } from "../../vendor/stimulus.js";

/** Fills the screen, and keeps it from going dark. */
export default class extends Controller {
  connect() {
    this.awake = () => this.keepAwake();
    document.addEventListener("visibilitychange", this.awake);
    this.keepAwake();
  }

  disconnect() {
    document.removeEventListener("visibilitychange", this.awake);
    this.lock?.release();
  }

  toggle() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }

  async keepAwake() {
    if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
    this.lock = await navigator.wakeLock.request("screen").catch(() => null);
  }
}
