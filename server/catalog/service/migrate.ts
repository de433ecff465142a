import { clientsByIds } from "@/server/identity/service/clients";
import { usersByIds } from "@/server/identity/service/people";
import type { Actor, Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { ENDED, targetOf, type MigrationMapping } from "../core/migration";
import type { EntityRow } from "../store/entities";
import * as store from "../store/migrations";
import { deleteBlueprint } from "./blueprints";
import { deleteEntities } from "./delete-entity";
import { mapEntity, type Mapped } from "./map-entity";
import { readMigration } from "./migrations";
import { blueprintIn, modelOf } from "./model";
import { settle } from "./recompute";
import { shownEntities } from "./shown";
import { saveAll } from "./write/batch";
import type { Intent } from "./write/decide";
import { withoutLookups } from "./write/lookups";
import { holdPlace } from "./write/place";

/** So many entities are taken in one transaction: what a kill undoes, and what others wait for. */
const BATCH = 200;
const MAX_FAILURES = 100;
/** A dry run looks at so many, since it holds what it writes until it is undone. */
const MAX_PREVIEWED = 2_000;

type Failure = { identifier: string; message: string };
interface Tally {
  succeeded: number;
  failures: Failure[];
}

/**
 * Carries out a migration, batch by batch, each in a transaction with its place in the row: whoever takes the job up after
 * a kill goes on there. A migration that was cancelled ends.
 */
export async function runMigration(ctx: Context, id: string): Promise<void> {
  for (;;) {
    const more = await transaction(ctx, (tx) => step(tx, id));
    await settle(ctx);
    if (!more) return;
  }
}

async function step(system: TransactionContext, id: string): Promise<boolean> {
  const row = await store.migrationBy(system.db, id, true);
  if (!row || ENDED.includes(row.status)) return false;
  const end = async (status: store.MigrationRow["status"], message: string | null = row.message) => {
    await store.updateMigration(system.db, id, { status, message });
    return false;
  };
  if (row.status === "PENDING_CANCELLATION") return end("CANCELLED");
  const tx: TransactionContext = { ...system, actor: await actorOf(system, row.actorId), origin: "JOB" };
  const model = await modelOf(tx);
  const source = model.blueprints.get(row.sourceBlueprint);
  if (!source) return end("FAILURE", `There is no blueprint "${row.sourceBlueprint}" any more.`);
  if (row.status === "PENDING") {
    const total = await store.countSource(tx.db, source.id, row);
    await store.updateMigration(tx.db, id, { status: "INITIALIZING", total });
    return true;
  }
  const rows = await store.nextOfSource(tx.db, source.id, row, BATCH);
  if (rows.length === 0) return finish(tx, row, end);
  let tally: Tally;
  try {
    tally =
      row.kind === "delete"
        ? await deleteBatch(tx, row, rows)
        : await mapBatch(tx, row.sourceBlueprint, row.mapping as MigrationMapping, rows);
  } catch (error) {
    if (error instanceof DomainError) return end("FAILURE", error.message);
    throw error;
  }
  await store.updateMigration(tx.db, id, {
    status: "RUNNING",
    cursor: rows.at(-1)!.id,
    succeeded: row.succeeded + tally.succeeded,
    failed: row.failed + tally.failures.length,
    failures: [...row.failures, ...tally.failures].slice(0, MAX_FAILURES),
  });
  return true;
}

/**
 * All were taken. Of those that could not be deleted because others needed them, some may be free now: so long as a pass
 * over them deletes any, another follows. Until the end the row's message keeps how many were gone before the pass.
 */
async function finish(
  tx: TransactionContext,
  row: store.MigrationRow,
  end: (status: store.MigrationRow["status"], message?: string | null) => Promise<boolean>,
): Promise<boolean> {
  if (row.kind === "map") return end("COMPLETED");
  const deletedSince = row.succeeded - Number(row.message ?? 0);
  if (row.failed > 0 && deletedSince > 0) {
    await store.updateMigration(tx.db, row.id, {
      cursor: null,
      failed: 0,
      failures: [],
      message: String(row.succeeded),
    });
    return true;
  }
  if (row.failed > 0)
    return end("FAILURE", `${row.failed} entities are needed by others and are still there.`);
  if (!row.mapping.deleteBlueprint) return end("COMPLETED", null);
  try {
    await transaction(tx, (inner) => deleteBlueprint(inner, row.sourceBlueprint));
  } catch (error) {
    if (error instanceof DomainError) return end("FAILURE", error.message);
    throw error;
  }
  return end("COMPLETED", null);
}

/** In whose name a migration writes: whoever asked for it was an administrator then. */
async function actorOf(tx: TransactionContext, id: string): Promise<Actor> {
  const [user] = /^[0-9a-f-]{36}$/.test(id) ? await usersByIds(tx, [id]) : [];
  if (user) return { kind: "user", id, email: user.email, name: user.name, role: "admin", memberships: [] };
  const [client] = /^[0-9a-f-]{36}$/.test(id) ? await clientsByIds(tx, [id]) : [];
  if (client) return { kind: "client", id, name: client.name, role: "admin", ownerId: null };
  return tx.actor;
}

async function deleteBatch(
  tx: TransactionContext,
  row: store.MigrationRow,
  rows: EntityRow[],
): Promise<Tally> {
  const options = { runId: (row.mapping.runId as string | null | undefined) ?? null };
  const attempt = async (identifiers: string[]): Promise<string | null> => {
    try {
      await transaction(tx, (inner) => deleteEntities(inner, row.sourceBlueprint, identifiers, options));
      return null;
    } catch (error) {
      if (error instanceof DomainError) return error.message;
      throw error;
    }
  };
  const names = rows.map(({ identifier }) => identifier);
  if ((await attempt(names)) === null) return { succeeded: names.length, failures: [] };
  const failures: Failure[] = [];
  for (const identifier of names) {
    const message = await attempt([identifier]);
    if (message !== null) failures.push({ identifier, message });
  }
  return { succeeded: names.length - failures.length, failures };
}

async function mapBatch(
  tx: TransactionContext,
  source: string,
  mapping: MigrationMapping,
  rows: EntityRow[],
): Promise<Tally & { mapped: Mapped[] }> {
  const model = await modelOf(tx);
  const target = targetOf(source, mapping);
  const entities = await shownEntities(tx, model, blueprintIn(model, source), rows);
  const failures: Failure[] = [];
  const mapped: Mapped[] = [];
  for (const entity of entities)
    for (const result of await mapEntity(entity, mapping))
      if ("message" in result) failures.push(result);
      else mapped.push(result);
  // The same entity may be meant by several: each is written in its turn.
  const place = await holdPlace(tx, target);
  let succeeded = 0;
  for (let rest = mapped; rest.length;) {
    const seen = new Set<string>();
    const now = rest.filter(({ given }) => !seen.has(given.identifier) && seen.add(given.identifier));
    rest = rest.filter((one) => !now.includes(one));
    const intents: Intent[] = [];
    for (const [index, { from, given }] of now.entries())
      try {
        const plain = await withoutLookups(tx, place, given);
        intents.push({ index, identifier: given.identifier, given: plain, kind: "upsert", keep: true });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        failures.push({ identifier: from, message: error.message });
      }
    for (const outcome of await saveAll(tx, place, intents, {}))
      if ("error" in outcome)
        failures.push({ identifier: now[outcome.index]!.from, message: outcome.error.message });
      else succeeded += 1;
  }
  return { succeeded, failures, mapped };
}

export interface MigrationPreview {
  /** Entities of the source that were looked at. */
  total: number;
  /** There are more, which were not looked at. */
  truncated: boolean;
  succeeding: number;
  failing: number;
  /** The first twenty that would be written. */
  examples: { from: string; given: Record<string, unknown> }[];
  /** The first hundred. */
  failures: Failure[];
}

class Undo extends Error {}

/** What a migration would do to the first 2,000 entities: it is done and undone. Administrators only. Throws as creating does. */
export async function previewMigration(ctx: Context, input: unknown): Promise<MigrationPreview> {
  checkPermission(ctx.actor, "blueprints.manage");
  const { sourceBlueprint, mapping } = await readMigration(ctx, input);
  const preview: MigrationPreview = {
    total: 0,
    truncated: false,
    succeeding: 0,
    failing: 0,
    examples: [],
    failures: [],
  };
  try {
    await transaction(ctx, async (tx) => {
      const { id } = blueprintIn(await modelOf(tx), sourceBlueprint);
      const createdAt = await store.transactionInstant(tx.db);
      let cursor: string | null = null;
      while (preview.total < MAX_PREVIEWED) {
        const rows = await store.nextOfSource(tx.db, id, { createdAt, cursor }, BATCH);
        if (rows.length === 0) break;
        const { succeeded, failures, mapped } = await mapBatch(tx, sourceBlueprint, mapping, rows);
        preview.total += rows.length;
        preview.succeeding += succeeded;
        preview.failing += failures.length;
        preview.failures.push(...failures.slice(0, MAX_FAILURES - preview.failures.length));
        preview.examples.push(...mapped.slice(0, 20 - preview.examples.length));
        cursor = rows.at(-1)!.id;
      }
      preview.truncated = (await store.countSource(tx.db, id, { createdAt })) > preview.total;
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return preview;
}
