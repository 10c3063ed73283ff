// A display that wants to be one of the office's own shows six digits until an
// administrator has typed them. It is then known by its cookie.

import { el, find, show } from "./dom.js";
import { post } from "./rpc.js";
import { t } from "./texts.js";

/** Between two questions whether it was let in (milliseconds). */
const EVERY = 3000;
const AGAIN = 10000;

/** Show the digits if the address asks for it (`?pair`). */
export function pairIfAsked() {
  if (new URLSearchParams(location.search).has("pair")) ask();
}

async function ask() {
  const asked = await post("device.ask", { kind: "display" }).catch(() => null);
  if (!asked) {
    setTimeout(ask, AGAIN);
    return;
  }
  const { code, secret } = asked;
  find("#pairing").replaceChildren(
    el("p", {}, t("pairing.words")),
    el("b", {}, `${code.slice(0, 3)} ${code.slice(3)}`),
  );
  show(find("#pairing"), true);
  wait(secret);
}

async function wait(secret) {
  const answer = await post("device.claim", { secret }).catch((problem) => problem);
  if (answer.paired) {
    const address = new URL(location.href);
    address.searchParams.delete("pair");
    location.replace(address);
  } else if (answer.reason === "unknown_code") ask();
  else setTimeout(() => wait(secret), EVERY);
}
