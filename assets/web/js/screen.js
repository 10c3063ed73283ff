// A virtual screen's live picture; a touch on the picture is a touch on the screen.

import { find, say } from "./dom.js";
import { t } from "./texts.js";

const SLOWEST_PAUSE = 10000;

const picture = find("#picture");
const name = document.body.dataset.screen;
let socket = null;
let pause = 500;
let shown = null;
let down = false;
let lastMove = 0;

function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/screens/${name}/live`);
  socket.binaryType = "blob";
  socket.onopen = () => say(find("#state"), t("screen.waiting"));
  socket.onmessage = ({ data }) => {
    pause = 500;
    draw(data);
  };
  socket.onclose = () => {
    say(find("#state"), t("screen.cut"));
    setTimeout(connect, pause / 2 + (Math.random() * pause) / 2);
    pause = Math.min(pause * 2, SLOWEST_PAUSE);
  };
}

function draw(frame) {
  const old = shown;
  shown = URL.createObjectURL(new Blob([frame], { type: "image/jpeg" }));
  picture.src = shown;
  picture.hidden = false;
  if (old) URL.revokeObjectURL(old);
  say(find("#state"), t("screen.live"));
}

function send(touch, event) {
  const box = picture.getBoundingClientRect();
  const part = (value, size) => Math.min(1, Math.max(0, value / size));
  const x = part(event.clientX - box.left, box.width);
  const y = part(event.clientY - box.top, box.height);
  if (socket?.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify({ touch, x, y }));
  }
}

picture.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button !== 0) return;
  event.preventDefault();
  picture.setPointerCapture(event.pointerId);
  down = true;
  send("down", event);
});
picture.addEventListener("pointermove", (event) => {
  if (!down || event.timeStamp - lastMove < 30) return;
  lastMove = event.timeStamp;
  send("move", event);
});
for (const end of ["pointerup", "pointercancel"]) {
  picture.addEventListener(end, (event) => {
    if (!down) return;
    down = false;
    send("up", event);
  });
}
connect();
