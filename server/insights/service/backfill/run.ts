import type { Context } from "@/server/kernel/context";
import { sendOut } from "@/server/kernel/egress";
import { DomainError } from "@/server/kernel/errors";
import { enqueue } from "@/server/kernel/jobs";
import { Secret } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { Send } from "@/server/pipelines/remote";
import { resolveConnection } from "@/server/pipelines/service";
import type { BackfillPart, BackfillSource } from "../../core/backfill-parts";
import type { BackfillCursor } from "../../core/backfill";
import { findBackfill, type BackfillRow, type Moved, moveBackfill } from "../../store/backfills";
import { takeTold } from "../take-delivery";
import { type Client, clientOf, Denied, Wait } from "./client";
import { githubVendor } from "./github";
import { gitlabVendor } from "./gitlab";
import type { Vendor } from "./vendor";

const VENDORS: Record<BackfillSource, Vendor> = { github: githubVendor, gitlab: gitlabVendor };
/** So often in a row a page may go unanswered before it is given up. */
const MOST_FAILURES = 10;
/** So often in a row a quota may be used up before one page, and what it takes to read it, is whole. */
const MOST_WAITS = 6;

/**
 * Fetches one page of a back-fill and, in one transaction, takes in what it says, moves the cursor and enqueues the next page.
 * A worker that is killed has moved nothing, and the page is fetched again; told twice, it changes nothing.
 */
export async function stepBackfill(ctx: Context, id: string, send: Send = sendOut): Promise<void> {
  const row = await findBackfill(ctx.db, id);
  if (row?.status !== "running") return;
  if (row.waitUntil !== null && row.waitUntil > new Date()) return again(ctx, id, row.waitUntil);
  const repository = row.repositories[row.cursor.repository];
  if (repository === undefined) return move(ctx, row, { cursor: row.cursor, status: "done" });
  let reached: Reached;
  try {
    reached = await reach(ctx, row, send);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // The connection has gone since, or is of another kind.
    return move(ctx, row, { cursor: row.cursor, status: "failed", problem: error.message });
  }
  const { vendor, client, base } = reached;
  const part = row.parts[row.cursor.part] as BackfillPart;
  const span = { from: row.startsAt, to: row.endsAt };
  try {
    const page = await client.get(row.cursor.page ?? vendor.first(base, repository, part, span));
    const { told, isOver } = await vendor.read(client, base, repository, part, page.items, span);
    const next = isOver ? null : page.next;
    await move(ctx, row, {
      cursor: next === null ? afterPart(row) : { ...row.cursor, page: next, failures: 0, waits: 0 },
      requests: client.requests,
      waitUntil: client.pausedUntil,
      take: (tx) => takeTold(tx, row.source, told),
    });
  } catch (error) {
    if (error instanceof Wait) await wait(ctx, row, client.requests, error);
    else if (error instanceof Denied) await denied(ctx, row, client.requests, error, repository, part);
    else throw error;
  }
}

interface Reached {
  vendor: Vendor;
  client: Client;
  base: string;
}

async function reach(ctx: Context, row: BackfillRow, send: Send): Promise<Reached> {
  const { URL: address, TOKEN: token = new Secret("") } = await resolveConnection(ctx, row.connection);
  const root = (address?.reveal() ?? "").replace(/\/+$/, "");
  const isGithub = row.source === "github";
  const base = isGithub || root.endsWith("/api/v4") ? root : `${root}/api/v4`;
  const headers: Record<string, string> = isGithub
    ? {
        authorization: `Bearer ${token.reveal()}`,
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
      }
    : { "private-token": token.reveal() };
  const client = clientOf(isGithub ? "GitHub" : "GitLab", base, headers, token, send);
  return { vendor: VENDORS[row.source], client, base };
}

const afterPart = ({ cursor: { repository, part }, parts }: BackfillRow): BackfillCursor =>
  part + 1 < parts.length
    ? { repository, part: part + 1, page: null }
    : { repository: repository + 1, part: 0, page: null };

/** Writes where it stands, and what the page said, or nothing of both. */
async function move(
  ctx: Context,
  row: BackfillRow,
  { take, ...to }: Moved & { take?: (tx: TransactionContext) => ReturnType<typeof takeTold> },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { refused, ...counts } = take
      ? await take(tx)
      : { created: 0, updated: 0, unchanged: 0, refused: [] };
    const [first] = refused;
    const problem = first
      ? `${first.externalId ?? "An event"}: ${first.issues.map(({ path, message }) => `${path} ${message}`).join(" ")}`
      : (to.problem ?? null);
    if (
      !(await moveBackfill(tx.db, row.id, row.step, { ...to, ...counts, refused: refused.length, problem }))
    )
      throw new Overtaken();
    if (to.status === undefined) await again(tx, row.id, to.waitUntil ?? undefined);
  }).catch((error: unknown) => {
    // Another worker has fetched the page, or it was cancelled: nothing of this is kept.
    if (!(error instanceof Overtaken)) throw error;
  });
}

class Overtaken extends Error {}

const again = (ctx: Context | TransactionContext, id: string, at?: Date): Promise<void> =>
  enqueue(
    ctx,
    "insights.backfill",
    { backfillId: id },
    { key: `backfill:${id}`, ...(at ? { runAt: at } : {}) },
  );

async function wait(
  ctx: Context,
  row: BackfillRow,
  requests: number,
  { until, failed }: Wait,
): Promise<void> {
  const failures = failed === null ? 0 : (row.cursor.failures ?? 0) + 1;
  const waits = failed === null ? (row.cursor.waits ?? 0) + 1 : 0;
  const cursor = { ...row.cursor, failures, waits };
  if (waits >= MOST_WAITS)
    return move(ctx, row, {
      ...{ cursor, requests, status: "out_of_quota" },
      problem: `The quota of the other side was used up ${MOST_WAITS} times in a row without one more page. Give the token a larger one, or start it again when others use less; what was fetched stays.`,
    });
  if (failures >= MOST_FAILURES)
    return move(ctx, row, {
      ...{ cursor, requests, status: "failed" },
      problem: `Given up after ${MOST_FAILURES} attempts: ${failed ?? ""} Start it again to go on.`,
    });
  return move(ctx, row, { cursor, requests, waitUntil: until });
}

const WORDS: Readonly<Record<number, string>> = {
  403: "The token may not read it, or it is switched off there.",
  404: "It is not there, or the token may not see it.",
  410: "It is switched off there.",
};

/** Without credentials nothing more can be fetched; what one repository refuses is noted, and the rest goes on. */
async function denied(
  ctx: Context,
  row: BackfillRow,
  requests: number,
  { status, message }: Denied,
  repository: string,
  part: BackfillPart,
): Promise<void> {
  if (status === 401)
    return move(ctx, row, {
      ...{ cursor: row.cursor, requests, status: "failed" },
      problem: `${message} The token of the connection "${row.connection}" is not valid any more.`,
    });
  return move(ctx, row, {
    ...{ cursor: afterPart(row), requests },
    problem: `${repository}, ${part}: ${message} ${WORDS[status] ?? ""}`.trim(),
  });
}
