import { isTrue } from "../core/invocations";
import type { OutgoingResponse } from "@/server/kernel/egress";
import { Unavailable } from "@/server/kernel/errors";
import { signatureHeaders, standardWebhookHeaders } from "@/server/kernel/signature";
import { liesUnder } from "../core/connection-kinds";
import { type RemoteBackend, type RemoteCall, type RemoteNews, RemoteRefused } from "../remote";
import type { RemoteInvocation } from "../schema";
import { assertTaken, contentOf, exchange, isLater, retryAfter, saidBy } from "./exchange";
import { offerTo } from "./offer";

type WebhookInvocation = Extract<RemoteInvocation, { type: "WEBHOOK" }>;
type Call = RemoteCall<WebhookInvocation>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/;
/** Headers that the portal writes itself. */
const OURS =
  /^(host|content-length|transfer-encoding|connection|x-port-signature|x-port-timestamp|webhook-.*|x-waymark-.*)$/i;

/**
 * Sends a request to an address, or leaves it to an agent that can reach what the portal cannot. Synchronized: its answer ends the run. Otherwise the receiver reports by itself, for which
 * it gets a token that is good for this run alone.
 */
export const webhook: RemoteBackend<WebhookInvocation> = {
  kind: "WEBHOOK",
  can: { poll: false, cancel: false, repeat: true },
  async call(call, tools) {
    if (isTrue(call.invocation.agent)) return offerTo(call, tools);
    const synchronized = isTrue(call.invocation.synchronized);
    const about = { vendor: hostOf(call.invocation.url), aim: "take the request" };
    const response = await exchange(call, tools, about, call.invocation.url, requestOf(call, synchronized));
    if (synchronized) return decided(call, response, about.vendor);
    if (response.status === 410)
      throw new RemoteRefused(
        `${about.vendor} answered 410: it takes no requests any more. Change the address of the action.`,
      );
    assertTaken(call, about, response);
    return { state: "waiting", response: contentOf(response) };
  },
};

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "The address";
}

function requestOf(call: Call, synchronized: boolean) {
  const { invocation, connection } = call;
  const method = (invocation.method ?? "POST").toUpperCase();
  if (!isMethod(method))
    throw new RemoteRefused(`The method "${method.slice(0, 40)}" is none of ${METHODS.join(", ")}.`);
  const base = connection.URL?.reveal();
  if (base !== undefined && !liesUnder(invocation.url, base))
    throw new RemoteRefused(
      `The connection "${invocation.connection}" is for addresses under ${base}, and the action sends to another. Its credentials were not sent.`,
    );
  const body =
    method === "GET" ? "" : JSON.stringify(invocation.body ?? { port_context: { runId: call.runId } });
  const seconds = Math.floor(Date.now() / 1000);
  const secret = (connection.SIGNING_SECRET ?? call.signingSecret)?.reveal();
  const authorization = connection.AUTHORIZATION?.reveal();
  return {
    method,
    headers: {
      ...(method === "GET" ? {} : { "content-type": "application/json" }),
      "user-agent": "Waymark",
      run_id: call.runId,
      ...(authorization === undefined ? {} : { authorization }),
      ...headersOf(invocation.headers ?? {}),
      ...signatureHeaders(secret, body, seconds),
      ...standardWebhookHeaders(secret, call.callId, body, seconds),
      ...(synchronized
        ? {}
        : {
            "x-waymark-run-token": call.runToken.reveal(),
            "x-waymark-report-url": new URL(`/v1/actions/runs/${call.runId}`, call.portalUrl).href,
          }),
    },
    ...(method === "GET" ? {} : { body }),
  };
}

const isMethod = (method: string): method is (typeof METHODS)[number] =>
  (METHODS as readonly string[]).includes(method);

/** Names in lower case, so that one given twice in two spellings is one. */
function headersOf(given: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (value === null || value === undefined) return [];
      const text = typeof value === "string" ? value : JSON.stringify(value);
      if (!HEADER_NAME.test(name) || /[\r\n\0]/.test(text))
        throw new RemoteRefused(
          `The header "${name.slice(0, 100)}" cannot be sent. Use letters, digits and dashes, and a value in one line.`,
        );
      if (OURS.test(name))
        throw new RemoteRefused(`The header "${name}" is written by the portal itself. Leave it out.`);
      return [[name.toLowerCase(), text]];
    }),
  );
}

/** The run ends as the answer says; only what a gateway answers in the receiver's place may be tried again. */
function decided(call: Call, response: OutgoingResponse, vendor: string): RemoteNews {
  const { status } = response;
  const content = contentOf(response);
  if (status >= 200 && status < 300)
    return {
      state: "succeeded",
      response: content,
      ...(typeof content === "object" && content !== null && !Array.isArray(content)
        ? { outputs: content as Record<string, unknown> }
        : {}),
    };
  const message = `${vendor} did not carry it out: ${saidBy(call, response)}`;
  if (isLater(status)) throw new Unavailable(message, retryAfter(response));
  return { state: "failed", response: content, message };
}
