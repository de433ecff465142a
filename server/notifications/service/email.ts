import { lookup } from "node:dns/promises";
import net from "node:net";
import { createTransport } from "nodemailer";
import { mayConnect, parseAllowed } from "@/server/kernel/addresses";
import { env } from "@/server/kernel/env";
import { Invalid, Precondition, Unavailable } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import type { ChannelSecrets, ChannelSettings } from "../schema";

export interface Mail {
  /** The same in every attempt, so that a receiver can tell. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}
export type SendMail = (
  settings: Extract<ChannelSettings, { kind: "email" }>,
  secrets: ChannelSecrets,
  mail: Mail,
) => Promise<{ messageId: string }>;

const TIMEOUT_MS = 10_000;

/**
 * Hands a mail to the mail server. Throws Precondition when the server refuses it for good, Invalid for a server that may not
 * be reached, Unavailable when trying again can help. Errors never hold the password.
 */
export const sendMail: SendMail = async (settings, secrets, mail) => {
  const { host, port, encryption, user, from } = settings;
  const address = await reachable(host, port);
  const transport = createTransport({
    host: address,
    port,
    secure: encryption === "tls",
    requireTLS: encryption === "starttls",
    ignoreTLS: encryption === "none",
    tls: net.isIP(host) ? {} : { servername: host },
    ...(user ? { auth: { user, pass: secrets.password ?? "" } } : {}),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { messageId } = await transport.sendMail({
      // Objects, not text: an address that is put together from text could name another receiver.
      from: { name: "Waymark", address: from },
      to: { name: "", address: mail.to },
      subject: mail.subject.replace(/[\r\n]+/g, " "),
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.id}@waymark>`,
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return { messageId };
  } catch (error) {
    throw explained(error, host);
  } finally {
    transport.close();
  }
};

/** The address that the name stands for, if the portal may reach it. The connection is made to exactly that one. */
async function reachable(host: string, port: number): Promise<string> {
  let address = host;
  if (!net.isIP(host)) {
    try {
      address = (await lookup(host)).address;
    } catch (error) {
      log.warn(
        { host, reason: error instanceof Error ? error.message : String(error) },
        "no such mail server",
      );
      throw new Unavailable(`The mail server ${host} has no address. Check its name.`);
    }
  }
  if (!mayConnect(address, port, parseAllowed(env().WAYMARK_EGRESS_ALLOW)))
    throw Invalid.at(
      ["settings", "host"],
      `${host} may not be reached from the portal. An operator can allow its network with WAYMARK_EGRESS_ALLOW.`,
    );
  return address;
}

function explained(error: unknown, host: string): Error {
  const { code, responseCode, response } = error as {
    code?: string;
    responseCode?: number;
    response?: string;
  };
  log.warn({ host, code, responseCode }, "a mail was not taken");
  if (code === "EAUTH")
    return new Unavailable(`The mail server ${host} refused the sign-in. Check user and password.`);
  if (responseCode !== undefined && responseCode >= 500)
    return new Precondition(`The mail server ${host} refused the mail: ${(response ?? "").slice(0, 200)}`);
  if (code === "ESOCKET" || code === "ETLS")
    return new Unavailable(
      `No connection to the mail server ${host} as its encryption is set. Check port and encryption.`,
    );
  return new Unavailable(
    `The mail server ${host} did not take the mail${response ? `: ${response.slice(0, 200)}` : ""}. Check name and port.`,
  );
}
