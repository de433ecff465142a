import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SlackCall {
  method: string;
  args: Record<string, string>;
}

/** What the fake answers by method; left out: as Slack does when all is well. */
type Answers = Partial<Record<string, (args: Record<string, string>) => object>>;

/**
 * Slack's web API as far as it is used, on this machine: forms in, `ok` and `error` out as Slack words them, the token checked,
 * messages kept so that they can be changed. With a signer for presses.
 */
export async function fakeSlack(options: {
  token: string;
  signingSecret: string;
  /** E-mail addresses by account. */
  people: Record<string, string>;
}) {
  const calls: SlackCall[] = [];
  const messages = new Map<string, Record<string, string>>();
  const answers: Answers = {};
  let count = 0;

  const answer = (method: string, args: Record<string, string>): object => {
    const own = answers[method]?.(args);
    if (own) return own;
    switch (method) {
      case "chat.postMessage": {
        const ts = `17000000${String(++count).padStart(2, "0")}.000100`;
        const channel = args.channel?.startsWith("U")
          ? `D${args.channel}`
          : `C${args.channel?.replace("#", "")}`;
        messages.set(`${channel}:${ts}`, args);
        return { ok: true, channel, ts };
      }
      case "chat.update":
        if (!messages.has(`${args.channel}:${args.ts}`)) return { ok: false, error: "message_not_found" };
        messages.set(`${args.channel}:${args.ts}`, args);
        return { ok: true, channel: args.channel, ts: args.ts };
      case "users.info": {
        const email = options.people[args.user ?? ""];
        return email
          ? { ok: true, user: { id: args.user, deleted: false, is_bot: false, profile: { email } } }
          : { ok: false, error: "user_not_found" };
      }
      case "users.lookupByEmail": {
        const [id] = Object.entries(options.people).find(([, email]) => email === args.email) ?? [];
        return id ? { ok: true, user: { id } } : { ok: false, error: "users_not_found" };
      }
      case "views.open":
        return args.trigger_id === "expired"
          ? { ok: false, error: "expired_trigger_id" }
          : { ok: true, view: { id: "V1" } };
      case "chat.postEphemeral":
        return { ok: true, message_ts: "1.1" };
      default:
        return { ok: false, error: "unknown_method" };
    }
  };

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const method = request.url?.split("/").at(-1) ?? "";
      const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      const known = request.headers.authorization === `Bearer ${options.token}`;
      if (known) calls.push({ method, args });
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(known ? answer(method, args) : { ok: false, error: "invalid_auth" }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;

  /** A form as Slack posts it, with the headers by which it is known. */
  const signed = (payload: object, seconds: number) => {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const mac = createHmac("sha256", options.signingSecret).update(`v0:${seconds}:${body}`).digest("hex");
    return { body, headers: { timestamp: String(seconds), signature: `v0=${mac}` } };
  };
  return {
    apiBase: `http://127.0.0.1:${port}/api`,
    calls,
    messages,
    answers,
    signed,
    /** The press of a button of a message, by an account. */
    press: (user: string, action: "approve" | "decline", about: object, seconds: number, triggerId = "T1") =>
      signed(
        {
          type: "block_actions",
          user: { id: user },
          trigger_id: triggerId,
          channel: { id: "Capprovals" },
          actions: [{ action_id: `waymark_${action}`, value: JSON.stringify(about) }],
        },
        seconds,
      ),
    /** The dialog that asks for the reason, sent by an account. */
    submitReason: (user: string, about: object, reason: string, seconds: number) =>
      signed(
        {
          type: "view_submission",
          user: { id: user },
          view: {
            callback_id: "waymark_decline",
            private_metadata: JSON.stringify({ ...about, channel: "Capprovals" }),
            state: { values: { reason: { text: { value: reason } } } },
          },
        },
        seconds,
      ),
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}
