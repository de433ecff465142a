import type { OutgoingResponse } from "@/server/kernel/egress";
import type { Secret } from "@/server/kernel/secrets";
import type { Send } from "@/server/pipelines/remote";
import { isWithin, nextPage, waitOf } from "../../core/backfill";

/** The vendor asked to wait, or did not answer; the same page is asked for again then. */
export class Wait extends Error {
  constructor(
    readonly until: Date,
    /** It did not answer, or failed; a quota that is used up is no failure. */
    readonly failed: string | null,
  ) {
    super(failed ?? "The vendor asked to wait.");
  }
}

/** It will not be answered at another time either. */
export class Denied extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Page {
  items: unknown[];
  next: string | null;
}

/** Asks the API of a vendor, counting requests and keeping to its limits. */
export interface Client {
  get(address: string): Promise<Page>;
  requests: number;
  /** Its quota is used up until then, by the last answer. */
  pausedUntil: Date | null;
}

/** Answers of a hundred merge requests with their descriptions. */
const MOST_BYTES = 16 * 1024 * 1024;
const RETRY_MS = 60_000;

export function clientOf(
  vendor: string,
  base: string,
  headers: Record<string, string>,
  token: Secret,
  send: Send,
): Client {
  const client: Client = { get, requests: 0, pausedUntil: null };

  async function get(address: string): Promise<Page> {
    if (!isWithin(address, base))
      throw new Denied(
        0,
        `${vendor} named a next page outside of its API, to which no credentials are sent.`,
      );
    const now = new Date();
    if (client.pausedUntil !== null && client.pausedUntil > now) throw new Wait(client.pausedUntil, null);
    client.requests += 1;
    const response = await ask(address);
    const wait = waitOf(response.status, response.headers, new Date());
    client.pausedUntil = wait;
    if (response.status >= 200 && response.status < 300)
      return { items: itemsIn(response), next: nextPage(response.headers) };
    if (wait !== null)
      throw new Wait(wait, response.status >= 500 ? `${vendor} answered ${response.status}.` : null);
    if (response.status >= 500 || response.status === 408)
      throw new Wait(new Date(Date.now() + RETRY_MS), `${vendor} answered ${response.status}.`);
    throw new Denied(response.status, `${vendor} answered ${response.status}.`);
  }

  async function ask(address: string): Promise<OutgoingResponse> {
    try {
      return await send(address, {
        headers: { ...headers, "user-agent": "Waymark" },
        maxBytes: MOST_BYTES,
        timeoutMs: 20_000,
      });
    } catch (error) {
      const said = error instanceof Error ? error.message.replaceAll(token.reveal(), "***") : String(error);
      throw new Wait(new Date(Date.now() + RETRY_MS), said);
    }
  }

  function itemsIn({ body }: OutgoingResponse): unknown[] {
    try {
      const parsed: unknown = JSON.parse(body.toString("utf8"));
      if (Array.isArray(parsed)) return parsed;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    throw new Denied(
      200,
      `${vendor} answered something else than a list. Check the address of the connection.`,
    );
  }
  return client;
}

/** All pages from an address on, for what belongs to one thing; a thousand at most. */
export async function allOf(client: Client, first: string): Promise<unknown[]> {
  const items: unknown[] = [];
  for (let page: string | null = first; page !== null && items.length < 1000;) {
    const answer: Page = await client.get(page);
    items.push(...answer.items);
    page = answer.next;
  }
  return items;
}
