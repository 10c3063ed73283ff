// The list of the right column: who follows, who is set aside, and looking for one.

import { el, find, icon, say } from "./dom.js";
import { shortMinutes } from "./durations.js";
import { matter } from "./hand.js";
import { clockOf, oneLine, t } from "./texts.js";

/** How many are drawn; the rest is a number. */
const LISTED = 30;

/** "Đăng ký" and "dang ky" are the same to whoever types. */
function plain(text) {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replaceAll("đ", "d").trim();
}

/** "B018" is meant by "b018", "B18" and "18". */
export function isMeant(number, typed) {
  const split = (text) => /^(\D*)0*(.*)$/.exec(text.replace(/\s/g, "").toUpperCase());
  const [, letters, digits] = split(typed);
  const [, prefix, rest] = split(number);
  return digits === rest && (!letters || letters === prefix);
}

/** Those whose number or matter was typed; only one when it is a number whole. */
function meant(page, tickets, typed) {
  const exactly = tickets.filter(({ number }) => isMeant(number, typed));
  if (exactly.length) return exactly;
  const wanted = plain(typed);
  return tickets.filter(
    (one) => plain(one.number).startsWith(wanted) || names(page, one).some((name) => name.includes(wanted)),
  );
}

/** What a ticket is about, in every language and by every name that is known. */
function names(page, { service, procedures }) {
  const known = procedures.map((code) => page.procedures.get(code)).filter(Boolean);
  const words = [page.service(service)?.short, ...known.flatMap(({ name, short }) => [name, short])];
  return words.filter(Boolean).flatMap(Object.values).map((text) => plain(text.replace(/\s+/g, " ")));
}

export class Line {
  #page;
  #choose;
  #list = "line";
  #tickets = [];
  #resting = true;

  /**
   * @param page the page's state.
   * @param choose takes the ticket whose row was pressed.
   */
  constructor(page, choose) {
    this.#page = page;
    this.#choose = choose;
    for (const list of ["line", "aside"]) {
      find(`#tab-${list}`).addEventListener("click", () => this.#show(list));
    }
    find("#tabs").addEventListener("keydown", (event) => this.#turn(event));
    find("#line").addEventListener("click", (event) => this.#press(event));
    find("#line").addEventListener("keydown", (event) => this.#move(event));
    find("#search").addEventListener("input", () => this.draw());
    find("#search").addEventListener("keydown", (event) => this.#search(event));
    find("#only").addEventListener("change", () => this.draw());
  }

  /** Go to where a number or a procedure is typed. */
  look() {
    find("#search").select();
    find("#search").focus();
  }

  /** Draw the list; `resting` while nothing can be pressed. */
  draw(resting = this.#resting) {
    this.#resting = resting;
    const { next, waiting, aside } = this.#page.desk;
    const following = next ? waiting.slice(1) : [];
    const first = next ? t("counter.after_that", { n: following.length }) : t("counter.just_done");
    this.#drawTab("line", first);
    this.#drawTab("aside", t("counter.aside", { n: aside.length }));
    this.#drawServices([...waiting, ...aside]);
    const typed = find("#search").value.trim();
    const listed = this.#list === "aside" ? aside : following;
    const found = typed ? meant(this.#page, [...waiting, ...aside], typed) : listed;
    this.#tickets = found.filter(({ service }) => this.#isWanted(service));
    const done = !typed && !next && this.#list === "line";
    const none = typed ? t("counter.not_found", { typed }) : t("counter.none_yet");
    if (done) this.#drawRows(this.#page.today.last.map((one) => this.#doneRow(one)), none);
    else this.#drawRows(this.#tickets.map((one) => this.#waitingRow(one)), none);
    for (const row of find("#line").querySelectorAll("button")) row.disabled = resting;
  }

  #isWanted(service) {
    const only = find("#only").value;
    return !only || only === service;
  }

  #show(list) {
    this.#list = list;
    find("#search").value = "";
    this.draw();
  }

  // Keys and presses

  #press(event) {
    const id = Number(event.target.closest("button")?.dataset.ticket);
    const ticket = this.#tickets.find((one) => one.id === id);
    if (ticket) this.#pick(ticket);
  }

  /** What was typed has done its work. */
  #pick(ticket) {
    find("#search").value = "";
    this.#choose(ticket);
  }

  #search(event) {
    if (event.key === "Escape") {
      find("#search").value = "";
      find("#search").blur();
      this.draw();
    } else if (event.key === "Enter" && this.#tickets.length === 1) this.#pick(this.#tickets[0]);
    else if (event.key === "Enter" || event.key === "ArrowDown") find("#line").querySelector("button")?.focus();
    else return;
    event.preventDefault();
  }

  /** Up and down among the rows. */
  #move(event) {
    const row = event.target.closest("li");
    const to = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    (to?.querySelector("button") ?? find("#search")).focus();
  }

  /** Left and right between the two lists. */
  #turn(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    this.#show(this.#list === "line" ? "aside" : "line");
    find(`#tab-${this.#list}`).focus();
  }

  // Drawing

  #drawTab(list, text) {
    const tab = find(`#tab-${list}`);
    tab.setAttribute("aria-selected", String(list === this.#list));
    tab.tabIndex = list === this.#list ? 0 : -1;
    say(tab, text);
  }

  /** How many wait for each service of this counter; the choice stays where it was. */
  #drawServices(tickets) {
    const select = find("#only");
    const ids = this.#page.desk.counter.services;
    const services = (this.#page.office?.services ?? []).filter(
      ({ id }) => !ids.length || ids.includes(id) || tickets.some((one) => one.service === id),
    );
    const of = (id) => tickets.filter(({ service }) => service === id).length;
    const options = services.map(({ id, short }) => [id, `${oneLine(short)} (${of(id)})`]);
    const key = JSON.stringify(options);
    if (select.dataset.key === key) return;
    select.dataset.key = key;
    const chosen = select.value;
    const all = ["", t("counter.any_service")];
    select.replaceChildren(...[all, ...options].map(([value, text]) => el("option", { value }, text)));
    select.value = services.some(({ id }) => id === chosen) ? chosen : "";
  }

  /** Rows are drawn anew only when they changed: a click may begin on one and end on it. */
  #drawRows(rows, none) {
    const list = find("#line");
    const key = JSON.stringify([rows, none]);
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    const focused = document.activeElement?.closest("#line button")?.dataset.ticket;
    const top = list.scrollTop;
    const more = rows.length - LISTED;
    list.replaceChildren(
      ...rows.slice(0, LISTED).map(drawRow),
      ...(more > 0 ? [el("li.more", {}, t("counter.more", { n: more }))] : []),
      ...(rows.length ? [] : [el("li.more", {}, none)]),
    );
    list.scrollTop = top;
    if (focused) list.querySelector(`[data-ticket="${focused}"]`)?.focus();
  }

  #waitingRow(ticket) {
    const { id, number, state, priority, appointment, note } = ticket;
    const what = state === "no_show" ? t("counter.was_absent") : state === "held" && ticket.hold_reason;
    const signs = [
      priority && "heart-handshake",
      appointment && "calendar-clock",
      note && "message-square",
      state === "held" && "hourglass",
      state === "no_show" && "user-x",
    ];
    const time = shortMinutes(this.#page.clock.since(ticket.issued_at));
    return { id, number, what: what || matter(this.#page, ticket), time, signs: signs.filter(Boolean) };
  }

  #doneRow({ number, service, at }) {
    const what = matter(this.#page, { procedures: [], service });
    return { number, what, time: clockOf(at), signs: [] };
  }
}

function sign(name) {
  const made = icon(name);
  made.classList.toggle("priority", name === "heart-handshake");
  return made;
}

function drawRow({ id, number, what, time, signs }) {
  const parts = [
    el("b", {}, number),
    el("span.what", {}, what),
    ...signs.map(sign),
    el("span.time", {}, time),
  ];
  const inside = id
    ? el("button", { type: "button", "data-ticket": id }, ...parts)
    : el("div", {}, ...parts);
  return el("li", {}, inside);
}
