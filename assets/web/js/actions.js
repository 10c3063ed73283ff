// What each button of the clerk's page does, and when it may be pressed.

import { find } from "./dom.js";

const isFree = ({ ticket, counter }) => !ticket && counter.state === "open";
const isCalled = ({ ticket }) => ticket?.state === "called";
const isServing = ({ ticket }) => ticket?.state === "serving";
const isThere = () => true;

/** For how many seconds the last step can still be taken back. */
export function undoLeft({ desk: { undo }, clock }) {
  if (!undo) return 0;
  return Math.max(0, Math.ceil((Date.parse(undo.until) - clock.now()) / 1000));
}

/** All of them by the id of their button. */
export function actions({ page, steps, tickets, bells, line }) {
  const isPrioritised = (desk) => isCalled(desk) && page.office;
  const isKnown = ({ ticket }) => ticket?.procedures.some((code) => page.procedures.get(code));
  return {
    next: {
      do: () => steps.next(),
      can: ({ ticket, next, counter }) => Boolean(ticket || next || counter.state === "paused"),
    },
    start: { do: () => steps.start(), can: isCalled },
    finish: { do: () => steps.finish(), can: ({ ticket }) => ticket },
    recall: { do: () => steps.recall(), can: isCalled },
    absent: { do: () => steps.absent(), can: isCalled },
    hold: { do: () => steps.hold(), can: ({ ticket }) => ticket },
    transfer: { do: () => steps.transfer(), can: ({ ticket }) => ticket && page.office },
    priority: { do: () => tickets.prioritise(page.desk.ticket), can: isPrioritised },
    reprint: { do: () => tickets.print(page.desk.ticket), can: ({ ticket }) => ticket },
    procedure: { do: () => tickets.showProcedures(page.desk.ticket), can: isKnown },
    "to-dossier": { do: () => find("#dossier").focus(), can: isServing },
    undo: { do: () => steps.undo(), can: () => undoLeft(page) > 0 },
    issue: { do: () => tickets.issue(), can: () => page.office },
    "walk-in": { do: () => tickets.walkIn(), can: (desk) => isFree(desk) && page.office },
    find: { do: () => line.look(), can: isThere },
    colleague: { do: () => steps.callColleague(), can: () => !bells.called },
    pause: { do: () => steps.pause(), can: isFree },
    close: { do: () => steps.close(), can: ({ ticket }) => !ticket },
    "help-seen": {
      do: () => steps.goTo(bells.waiting[0]),
      can: () => bells.waiting.length,
      anywhere: true,
    },
  };
}
