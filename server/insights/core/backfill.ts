import { z } from "zod";
import { line, moment } from "../schema";
import { BACKFILL_PARTS } from "./backfill-parts";

/** Where a back-fill stands: the part of the repository, and its page, that are to be fetched next. */
export interface BackfillCursor {
  repository: number;
  part: number;
  /** The address of the page, as the vendor gave it; null: the first. */
  page: string | null;
  /** How often in a row this page was not answered. */
  failures?: number;
  /** How often in a row it could not be fetched because a quota was used up. */
  waits?: number;
}

export const backfillSchema = z.strictObject({
  connection: line(100),
  repositories: z
    .array(
      z
        .string()
        .trim()
        .max(300)
        .regex(/^[\w.-]+(\/[\w.-]+)+$/, "Is no repository as in acme/shop."),
    )
    .min(1, "Name at least one repository.")
    .max(500),
  parts: z.array(z.enum(BACKFILL_PARTS)).min(1, "Choose at least one.").max(BACKFILL_PARTS.length),
  from: moment,
  to: moment.optional(),
});
export type BackfillInput = z.infer<typeof backfillSchema>;

export type Headers = Readonly<Record<string, string | string[] | undefined>>;
const header = (headers: Headers, name: string): string | null => {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : null;
};

/** The longest wait for which a vendor is believed. */
const LONGEST_MS = 2 * 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Until when a vendor asks not to be asked, by its answer; null: it may be asked on. By `Retry-After`, in seconds or as a date,
 * else by what is left of the quota (`X-RateLimit-*` of GitHub, `RateLimit-*` of GitLab).
 */
export function waitOf(status: number, headers: Headers, now: Date): Date | null {
  const until = (ms: number) =>
    new Date(Math.min(Math.max(ms, now.getTime() + 1000), now.getTime() + LONGEST_MS));
  const after = header(headers, "retry-after");
  if (after !== null && (status === 429 || status === 403 || status >= 500)) {
    const ms = /^\d+$/.test(after) ? now.getTime() + Number(after) * 1000 : Date.parse(after);
    if (Number.isFinite(ms)) return until(ms);
  }
  const left = header(headers, "x-ratelimit-remaining") ?? header(headers, "ratelimit-remaining");
  const reset = Number(header(headers, "x-ratelimit-reset") ?? header(headers, "ratelimit-reset"));
  if (left === "0") return until(reset > 0 ? reset * 1000 : now.getTime() + MINUTE_MS);
  return status === 429 ? until(now.getTime() + MINUTE_MS) : null;
}

/** The address of the next page by the header `Link`; null at the end. */
export function nextPage(headers: Headers): string | null {
  for (const part of (header(headers, "link") ?? "").split(/,\s*(?=<)/)) {
    const found = /^\s*<([^>]+)>\s*;(.*)$/s.exec(part);
    if (found && /(^|;)\s*rel="?next"?\s*(;|$)/.test(found[2]!)) return found[1]!;
  }
  return null;
}

/** Whether an address is one of the API that the credentials are for: they are sent nowhere else. */
export function isWithin(address: string, base: string): boolean {
  if (!URL.canParse(address)) return false;
  const [of, root] = [new URL(address), new URL(base)];
  return of.origin === root.origin && of.pathname.startsWith(`${root.pathname.replace(/\/$/, "")}/`);
}

/** Of all parts of all repositories, the share that is done. */
export const progressOf = (
  { repository, part }: BackfillCursor,
  repositories: number,
  parts: number,
): number => Math.min(1, (repository * parts + part) / Math.max(1, repositories * parts));
