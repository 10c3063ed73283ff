// One call by POST /rpc, for what needs no live line: signing in and out.

/** A rule refused the call; `text` is a sentence for people, in each language. */
export class Refused extends Error {
  constructor(error) {
    super(error.message);
    this.code = error.code;
    this.data = error.data ?? {};
    this.reason = this.data.reason ?? null;
    this.text = this.data.text ?? null;
  }
}

/** Call a method. Throws Refused, or TypeError when there is no line. */
export async function post(method, params) {
  const answer = await fetch("/rpc", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.timeout(15000),
  });
  const reply = await answer.json();
  if (reply.error) throw new Refused(reply.error);
  return reply.result;
}
