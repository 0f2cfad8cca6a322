// The socket of a live page: brings updates, presence and the server's clock; never writes a row.

import { io } from "../vendor/socket.io.js";
import { setServerTime } from "./clock.js";
import { setLookers } from "./lookers.js";
import { say, unsay } from "./page.js";
import { setOnline } from "./presence.js";
import { apply, known } from "./regions.js";

const SYNC_TIMEOUT = 10000;
const LOST_AFTER = 3;
let socket = null;
let desk = "";
let failures = 0;
let state = "connecting";

/** Connect whenever a live page is shown, and catch up when it wakes. */
export function startLive() {
  follow();
  document.addEventListener("turbo:render", follow);
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", ({ persisted }) => persisted && wake());
  addEventListener("online", wake);
  addEventListener("offline", () => tell("off"));
}

/** True on a live page whose socket is not connected. */
export function isDown() {
  return socket !== null && !socket.connected;
}

/** A promise of one round trip to the server in milliseconds. */
export async function roundTrip() {
  const sent = performance.now();
  await socket.timeout(SYNC_TIMEOUT).emitWithAck("ping_line", sent);
  return performance.now() - sent;
}

/** Tell the server, if it is there. */
export function send(event, message) {
  if (socket?.connected) socket.emit(event, message);
}

/** One socket per desk: a page of another desk gets its own, a page without `live` none. */
function follow() {
  const page = document.querySelector('meta[name="live"]')?.dataset;
  const wanted = page ? `${page.briefing} ${page.desk}` : "";
  if (wanted !== desk) {
    leave();
    desk = wanted;
    if (page) connect();
  } else if (socket?.connected) {
    sync();
  }
  document.documentElement.toggleAttribute("data-live", Boolean(page));
  if (page) tell(state);
}

function leave() {
  setLookers([]);
  socket?.disconnect();
  socket = null;
  failures = 0;
}

function connect() {
  tell("connecting");
  const mine = io("/live", {
    path: "/socket.io",
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    forceNew: true,
    reconnectionDelay: 500,
    // However long the server was away: a screen is right again within 5 s.
    reconnectionDelayMax: 2500,
    auth: (answer) => answer(identity()),
  });
  socket = mine;
  mine.on("connect", connected);
  mine.on("connect_error", (error) => refused(mine, error));
  mine.on("disconnect", (reason) => lost(mine, reason));
  mine.on("update", apply);
  mine.on("presence", ({ online }) => setOnline(online));
  mine.on("lookers", ({ lookers }) => setLookers(lookers));
  mine.on("clock", takeTime);
  mine.on("gone", () => gone(mine));
}

function identity() {
  const { briefing, desk } = document.querySelector('meta[name="live"]')?.dataset ?? {};
  return { briefing, desk, lang: document.documentElement.lang };
}

function connected() {
  failures = 0;
  tell("on");
  unsay("say-unsent");
  sync();
  document.dispatchEvent(new CustomEvent("live:connected"));
}

function sync() {
  const mine = socket;
  const seqs = known();
  if (!mine?.connected || !Object.keys(seqs).length) return;
  mine.timeout(SYNC_TIMEOUT).emit("sync", seqs, (error, updates) => {
    if (mine !== socket) return;
    if (error) sync();
    else updates.forEach(apply);
  });
}

async function takeTime({ now }) {
  const received = Date.now();
  const trip = await roundTrip().catch(() => 0);
  setServerTime(Date.parse(now) + trip / 2 - received);
}

function refused(mine, error) {
  failures += 1;
  if (error.message === "unauthorised") return gone(mine);
  tell(failures >= LOST_AFTER || !navigator.onLine ? "off" : "connecting");
  if (!mine.active) again(mine);
}

function lost(mine, reason) {
  if (mine !== socket) return;
  setLookers([]);
  tell(navigator.onLine ? "connecting" : "off");
  if (reason === "io server disconnect") again(mine);
}

/** A server that shuts down disconnects everyone: come back spread over some seconds. */
function again(mine) {
  setTimeout(() => mine === socket && !mine.connected && mine.connect(), 500 + Math.random() * 2500);
}

function gone(mine) {
  if (mine !== socket) return;
  mine.off("disconnect");
  mine.disconnect();
  tell("off");
  say("say-gone");
}

function wake() {
  if (document.visibilityState !== "visible" || !socket) return;
  if (socket.connected) sync();
  else if (socket.active) socket.disconnect().connect();
}

function tell(now) {
  state = now;
  document.documentElement.dataset.line = now;
  for (const element of document.querySelectorAll(".line")) element.dataset.line = now;
}
