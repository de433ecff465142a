import type { RemoteNews } from "../../remote";
import type { RemoteKind } from "../../schema";

/** What a delivery of a vendor says about one of its runs. */
export interface InboundMessage {
  kind: RemoteKind;
  /** The vendor's id of the run. */
  externalId: string;
  /** The id of our call, or of our run, where the vendor gives it back; for runs whose id was never told us. */
  callId: string | null;
  runId: string | null;
  /** Where it ran, as owner and name; news of a run count only when that is where it was asked for. */
  place: string;
  news: RemoteNews;
  /** When it came to be so, by the vendor's clock. */
  at: string | null;
}

/** A delivery as it came: header names in lower case, and the bytes of the body as they were signed. */
export interface Delivery {
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
}

/** A vendor that sends us deliveries. Everything here is pure; what it gives is kept and dealt with elsewhere. */
export interface InboundVendor {
  /** Whether it was signed with one of the secrets, and not too long ago where the vendor says when. `now` in seconds. */
  isGenuine(delivery: Delivery, secrets: readonly string[], now: number): boolean;
  /** By which it is told from others, equal when it is sent again; null when it has none and cannot be taken. */
  deliveryId(delivery: Delivery): string | null;
  /** What it says; null when that is nothing about a run. Throws SyntaxError for what is no JSON. */
  read(delivery: Delivery): InboundMessage | null;
}

/** How far the time of a delivery may be from ours, in seconds. */
export const TOLERANCE_SECONDS = 300;

/** A value as an object; empty when it is none. */
export const objectIn = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

export const textIn = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : null;

/** A time as ISO 8601 in UTC; null when it is none. */
export function timeIn(value: unknown): string | null {
  const text = textIn(value);
  // Such as 2026-01-01 10:00:00 UTC, as older servers write it.
  const ms =
    text === null ? NaN : Date.parse(text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/, "$1T$2Z"));
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

const RUN_ID = /\br_[0-9A-Za-z]{16}\b/;
const CALL_ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/;

/** The ids of ours that a text holds. */
export const idsIn = (text: string | null): { callId: string | null; runId: string | null } => ({
  callId: CALL_ID.exec(text ?? "")?.[0] ?? null,
  runId: RUN_ID.exec(text ?? "")?.[0] ?? null,
});
