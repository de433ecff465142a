import { sendOut } from "@/server/kernel/egress";
import { Precondition, Unavailable } from "@/server/kernel/errors";

/** Sends requests out; tests give one that may reach the loopback. */
export type SendOut = typeof sendOut;

/** How Slack's web API is reached. */
export interface SlackAccess {
  apiBase: string;
  botToken: string;
  send?: SendOut;
}

/** What no repetition mends: nobody, or nothing, is there under that name. */
const FOR_GOOD = new Set([
  "users_not_found",
  "message_not_found",
  "cant_update_message",
  "edit_window_closed",
]);

/**
 * Calls a method of Slack's web API. Throws Precondition with Slack's own word for what will not change by itself, Unavailable
 * for the rest. The token is in no error.
 */
export async function callSlack<T extends object>(
  { apiBase, botToken, send = sendOut }: SlackAccess,
  method: string,
  args: Record<string, unknown>,
): Promise<T> {
  const answer = await send(`${apiBase.replace(/\/+$/, "")}/${method}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${botToken}`,
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    },
    // As a form, since not every method takes JSON; structured arguments are JSON within it.
    body: new URLSearchParams(
      Object.entries(args).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ).toString(),
  });
  if (answer.status === 429)
    throw new Unavailable("Slack asks to be called less often.", Number(answer.headers["retry-after"]) || 30);
  const body = parse(answer.body);
  if (answer.status >= 300 || !body)
    throw new Unavailable(`Slack answered ${method} with the status ${answer.status}.`);
  if (body.ok !== true) {
    const error = typeof body.error === "string" ? body.error : "unknown_error";
    const message = `Slack refused ${method}: ${error}.`;
    throw FOR_GOOD.has(error) ? new Precondition(message, { error }) : new Unavailable(message);
  }
  return body as T;
}

function parse(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // A proxy's page instead of an answer of Slack.
    return null;
  }
}

/** The Slack account of an e-mail address. */
export async function slackUserOf(access: SlackAccess, email: string): Promise<string> {
  const { user } = await callSlack<{ user: { id: string } }>(access, "users.lookupByEmail", { email });
  return user.id;
}

/** The e-mail address that Slack has for an account; null when it gives none, or the account is not a person's in use. */
export async function emailOfSlackUser(access: SlackAccess, user: string): Promise<string | null> {
  const answer = await callSlack<{
    user: { deleted?: boolean; is_bot?: boolean; is_restricted?: boolean; profile?: { email?: string } };
  }>(access, "users.info", { user });
  // Guests bring addresses that nobody here has vouched for.
  const { deleted, is_bot: bot, is_restricted: guest, profile } = answer.user;
  return deleted || bot || guest || !profile?.email ? null : profile.email.trim().toLowerCase();
}
