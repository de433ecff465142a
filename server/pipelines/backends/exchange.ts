import { DomainError, Unavailable } from "@/server/kernel/errors";
import type { OutgoingRequest, OutgoingResponse } from "@/server/kernel/egress";
import { createRedactor } from "../core/redact";
import { type RemoteCall, RemoteRefused, type RemoteTools } from "../remote";

/** Answers by which the other side says that a later attempt may be served. */
const LATER = new Set([408, 425, 429, 502, 503, 504]);
const MAX_QUOTED = 300;
const MAX_RESPONSE = 256 * 1024;
/** For the whole exchange, in ms: what Standard Webhooks grants a receiver. */
export const EXCHANGE_MS = 20_000;

/** How a call speaks of the connection that it was made with. */
export const viaConnection = (call: RemoteCall): string => {
  const named = "connection" in call.invocation ? call.invocation.connection : undefined;
  return named === undefined ? "" : ` with the connection "${named}"`;
};

/** Takes every credential of the call out of a text. */
export function redactorOf(call: RemoteCall): (text: string) => string {
  const secrets = Object.entries(call.connection)
    .filter(([name]) => name !== "URL" && name !== "KIND")
    .map(([, value]) => value);
  const texts = [...secrets, call.runToken, ...(call.signingSecret ? [call.signingSecret] : [])].map((s) =>
    s.reveal(),
  );
  // What follows the scheme of an Authorization header turns up alone.
  return createRedactor(texts.flatMap((text) => [text, text.replace(/^[A-Za-z]+ +/, "")]));
}

export interface Exchange {
  /** Who is asked, for messages: "GitHub". */
  vendor: string;
  /** What for: "dispatch the workflow deploy.yml". */
  aim: string;
}

/**
 * Sends one request of a call. Throws RemoteRefused when the address may not be reached or the answer is too large,
 * Unavailable when nothing is answered in time.
 */
export async function exchange(
  call: RemoteCall,
  tools: RemoteTools,
  { vendor, aim }: Exchange,
  address: string,
  options: OutgoingRequest,
): Promise<OutgoingResponse> {
  try {
    return await tools.send(address, { maxBytes: MAX_RESPONSE, timeoutMs: EXCHANGE_MS, ...options });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const message = `${vendor} could not be asked to ${aim}${viaConnection(call)}: ${redactorOf(call)(error.message)}`;
    if (error instanceof Unavailable) throw new Unavailable(message, error.details.retryAfterSeconds);
    throw new RemoteRefused(message);
  }
}

/** Throws unless the answer is a 2xx: Unavailable when a later attempt may be served, RemoteRefused when none will be. */
export function assertTaken(call: RemoteCall, { vendor, aim }: Exchange, response: OutgoingResponse): void {
  const { status } = response;
  if (status >= 200 && status < 300) return;
  const message = `${vendor} refused to ${aim}${viaConnection(call)}: ${saidBy(call, response)}`;
  if (status >= 500 || LATER.has(status) || rateLimited(response))
    throw new Unavailable(message, retryAfter(response));
  throw new RemoteRefused(message);
}

/** GitHub answers 403 both to who may not and to who asked too often. */
const rateLimited = ({ status, headers }: OutgoingResponse): boolean =>
  status === 403 && (headers["x-ratelimit-remaining"] === "0" || headers["retry-after"] !== undefined);

export function retryAfter({ headers }: OutgoingResponse): number | undefined {
  const seconds = Number(headers["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : undefined;
}

export const isLater = (status: number): boolean => LATER.has(status);

/** What was answered, in one line, without a credential. */
export function saidBy(call: RemoteCall, response: OutgoingResponse): string {
  if (response.status >= 300 && response.status < 400)
    return `it answered ${response.status}, a redirect, which is not followed. Give the address that it leads to.`;
  const content = contentOf(response);
  const text = typeof content === "string" ? content : messageIn(content);
  const said = redactorOf(call)(text).replace(/\s+/g, " ").trim();
  return `it answered ${response.status}${said ? ` (${said.slice(0, MAX_QUOTED)})` : ""}.`;
}

/** The body as JSON where it is JSON, else as text; null when there is none. */
export function contentOf(response: OutgoingResponse): unknown {
  const text = response.body.toString("utf8").replaceAll("\0", "");
  if (text.trim() === "") return "";
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // It is no JSON, and kept as the text that it is.
    return text;
  }
}

/** The object that an API answers. Throws Unavailable for anything else, as from a proxy that answers in its place. */
export function objectOf(vendor: string, response: OutgoingResponse): Record<string, unknown> {
  const content = contentOf(response);
  if (typeof content === "object" && content !== null && !Array.isArray(content))
    return content as Record<string, unknown>;
  throw new Unavailable(`${vendor} answered something that its API does not answer. Check its address.`);
}

function messageIn(content: unknown): string {
  if (typeof content !== "object" || content === null) return JSON.stringify(content);
  const { message, error, error_description: description } = content as Record<string, unknown>;
  const found = message ?? description ?? error ?? content;
  return typeof found === "string" ? found : JSON.stringify(found);
}
