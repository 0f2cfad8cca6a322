// Node's socket.io as it comes, WebSocket only; messages compressed for none of the peers.
import { createServer } from "node:http";
import { createServer as createControl } from "node:net";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [port, controlPort, modules] = process.argv.slice(2);
const { Server } = createRequire(pathToFileURL(`${modules}/`))("socket.io");

const overhead = '42/live,["update",{"region":"stage","seq":1000000,"html":""}]'.length;
let seq = 1_000_000;

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false, pingInterval: 20000 });
const live = io.of("/live");
live.on("connection", (socket) => socket.join("watchers"));

// Four bytes, a size: send an update of that size to everybody.
createControl((control) => {
  let rest = Buffer.alloc(0);
  control.on("data", (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (; rest.length >= 4; rest = rest.subarray(4)) {
      const html = "x".repeat(rest.readUInt32BE(0) - overhead);
      live.to("watchers").emit("update", { region: "stage", seq: seq++, html });
    }
  });
}).listen(Number(controlPort), "127.0.0.1");

http.listen(Number(port), "127.0.0.1", 4096);
