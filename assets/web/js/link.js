// The line to the server: keeps a page in step, for ever.
//
// A gap in `seq` asks again with `after`; a call without an answer goes out again on
// the next connection with the same key; a line on which nothing came for 25 s (the
// server ticks every 10 s) counts as cut.

import { Refused } from "./rpc.js";

export { Refused };

const SILENCE = 25000;
/** Of a timer of one second: after so long without it, the page has slept. */
const SLEPT = 5000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10000;
/** The server's close code for a session that has ended. */
const REVOKED = 4401;

export class Link {
  #topics;
  #hear;
  #socket = null;
  #seq = null;
  #calls = new Map();
  #nextCall = 1;
  #subscribing = null;
  #target = 0;
  #pause = FIRST_PAUSE;
  #heardAt = 0;
  #again = null;
  #path;
  #watchedAt = 0;

  /**
   * @param topics what to subscribe to; none for calls only.
   * @param hear gets (kind, params): "online", "offline", "current", "snapshot",
   *   "revoked", and every notification by its name.
   * @param wholeDay start with all events of this day instead of a snapshot.
   * @param path where on the server the line ends.
   */
  constructor(topics, hear, { wholeDay = false, path = "/ws" } = {}) {
    this.#path = path;
    this.#topics = topics;
    this.#hear = hear;
    this.#seq = wholeDay ? 0 : null;
    /** Whether the line is open. */
    this.online = false;
    /** Whether everything that has happened is known here. */
    this.current = false;
    /** When the line was cut (milliseconds), null while it is up. */
    this.cutAt = Date.now();
  }

  /** Keep the line up from now on. */
  start() {
    this.#connect();
    setInterval(() => this.#watch(), 1000);
    window.addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => this.#lookedAt());
  }

  /**
   * Ask the server and wait for the answer, over as many lines as it takes.
   * A change must carry a `key`. Rejects with Refused, or with a TimeoutError when
   * `patience` milliseconds are over: then nobody knows whether it happened.
   */
  call(method, params = {}, patience = 0) {
    const id = this.#nextCall++;
    const message = JSON.stringify({ jsonrpc: "2.0", id, method, params });
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { message, resolve, reject });
      if (patience) {
        const late = new DOMException("no answer", "TimeoutError");
        setTimeout(() => this.#calls.delete(id) && reject(late), patience);
      }
      this.#send(message);
    });
  }

  /** Ask for all events of this day again, from its first. */
  replayDay() {
    this.#seq = 0;
    this.#closeGap();
  }

  #connect() {
    this.#again = null;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${this.#path}`);
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(JSON.parse(event.data));
    socket.onclose = (event) => this.#closed(event.code);
  }

  #opened() {
    this.online = true;
    this.cutAt = null;
    this.#subscribing = null;
    if (this.#topics.length) this.#subscribe();
    for (const { message } of this.#calls.values()) this.#send(message);
    this.#hear("online");
  }

  #closed(code) {
    const socket = this.#socket;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    this.#socket = null;
    const was = this.online;
    this.online = this.current = false;
    // Where nothing came for long, what is shown is as old as that.
    const silent = Date.now() - this.#heardAt >= SILENCE;
    this.cutAt ??= silent ? this.#heardAt : Date.now();
    if (was) this.#hear("offline");
    if (code === REVOKED) this.#hear("revoked");
    const wait = this.#pause / 2 + (Math.random() * this.#pause) / 2;
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    this.#again = setTimeout(() => this.#connect(), wait);
  }

  /** A page that was out of sight may have slept, and its line be dead. */
  #lookedAt() {
    if (document.hidden) return;
    this.#watch();
    this.#hurry();
  }

  /** Try again at once: the page is looked at again, or the network is back. */
  #hurry() {
    if (!this.#again) return;
    clearTimeout(this.#again);
    this.#connect();
  }

  /** A page that slept looks at what came meanwhile as after a cut. */
  #wake() {
    const slept = this.#watchedAt && Date.now() - this.#watchedAt > SLEPT;
    this.#watchedAt = Date.now();
    if (slept && this.online && this.#topics.length) this.#closeGap();
  }

  #watch() {
    this.#wake();
    if (!this.#socket || Date.now() - this.#heardAt < SILENCE) return;
    this.#socket.close();
    this.#closed(0); // a dead line may take minutes to tell that it is closed
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  #received(message) {
    this.#wake();
    this.#heardAt = Date.now();
    this.#pause = FIRST_PAUSE;
    if (message.method === undefined) this.#answered(message);
    else if (message.method === "event") this.#event(message.params);
    else if (message.method === "tick") this.#tick(message.params);
    else {
      if (message.method === "snapshot") this.#caughtUp(message.params.seq);
      this.#hear(message.method, message.params);
    }
  }

  #answered({ id, result, error }) {
    if (id === this.#subscribing) {
      this.#subscribing = null;
      if (!error) this.#subscribed(result);
      return;
    }
    const call = this.#calls.get(id);
    if (!call) return;
    this.#calls.delete(id);
    if (error) call.reject(new Refused(error));
    else call.resolve(result);
  }

  #subscribe() {
    const id = this.#nextCall++;
    this.#subscribing = id;
    this.current = false;
    const params = { topics: this.#topics };
    if (this.#seq !== null) params.after = this.#seq;
    this.#send(JSON.stringify({ jsonrpc: "2.0", id, method: "subscribe", params }));
  }

  #subscribed({ seq, queue }) {
    if (queue) {
      this.#caughtUp(seq);
      this.#hear("snapshot", { seq, queue });
    } else {
      this.#target = seq;
      if (this.#seq >= seq) this.#caughtUp(seq);
    }
  }

  #event(event) {
    if (this.#seq === null || event.seq <= this.#seq) return;
    // A day that is asked for from its first event begins at any number.
    if (this.#seq !== 0 && event.seq > this.#seq + 1) {
      this.#closeGap();
      return;
    }
    this.#seq = event.seq;
    this.#hear("event", event);
    if (this.#subscribing === null && event.seq >= this.#target) {
      this.#caughtUp(event.seq);
    }
  }

  #tick(tick) {
    if (this.#seq !== null && tick.seq > this.#seq && this.#seq !== 0) this.#closeGap();
    else if (this.#subscribing === null) this.#caughtUp(tick.seq);
    this.#hear("tick", tick);
  }

  #caughtUp(seq) {
    this.#seq = Math.max(seq, this.#seq ?? 0);
    if (this.current) return;
    this.current = true;
    this.#hear("current");
  }

  #closeGap() {
    if (this.#subscribing === null) this.#subscribe();
  }
}
