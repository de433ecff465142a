import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { EntityRow } from "./entities";

/** What is written of an entity. */
export type NewEntity = Pick<
  EntityRow,
  "id" | "blueprintId" | "identifier" | "title" | "icon" | "team" | "properties" | "faults" | "runId"
>;

/** Rows as one parameter, for `jsonb_to_recordset`. */
const json = (rows: readonly object[]) => sql`${JSON.stringify(rows)}::jsonb`;

const COLUMNS = sql`id uuid, "blueprintId" uuid, identifier text, title text, icon text, team text[], properties jsonb, faults jsonb, "runId" text`;

/** Inserts entities whose identifier is free. Out: their ids; those whose identifier is taken are left out. */
export async function insertEntities(
  tx: Transaction,
  rows: readonly NewEntity[],
  by: string,
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  // In one order for all, so that two batches with the same identifiers do not wait for one another crosswise.
  const made = await tx.execute<{ id: string }>(sql`
    insert into entities (id, blueprint_id, identifier, title, icon, team, properties, faults, run_id, created_by, updated_by)
    select r.id, r."blueprintId", r.identifier, r.title, r.icon, r.team, r.properties, r.faults, r."runId", ${by}::text, ${by}::text
    from jsonb_to_recordset(${json(rows)}) as r(${COLUMNS}) order by r."blueprintId", r.identifier
    on conflict (blueprint_id, identifier) do nothing
    returning id`);
  return new Set(made.map(({ id }) => id));
}

/** Changes entities that are still at the given revision. Out: their ids; those that another change came first to are left out. */
export async function changeEntities(
  tx: Transaction,
  rows: readonly (NewEntity & { revision: number })[],
  by: string,
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const changed = await tx.execute<{ id: string }>(sql`
    update entities e set identifier = r.identifier, title = r.title, icon = r.icon, team = r.team, properties = r.properties,
      faults = r.faults, run_id = r."runId", revision = e.revision + 1, updated_at = now(), updated_by = ${by}
    from jsonb_to_recordset(${json(rows)}) as r(${COLUMNS}, revision int)
    where e.id = r.id and e.revision = r.revision
    returning e.id`);
  return new Set(changed.map(({ id }) => id));
}

/** All targets of one relation of one entity, in order. */
export interface RelationRows {
  fromId: string;
  relation: string;
  toIds: string[];
}

/** Writes these relations; `replaced` are the entities that may have had others in their place. */
export async function writeRelations(
  tx: Transaction,
  relations: readonly RelationRows[],
  replaced: ReadonlySet<string>,
): Promise<void> {
  const gone = relations.flatMap(({ fromId, relation }) =>
    replaced.has(fromId) ? [{ fromId, relation }] : [],
  );
  if (gone.length)
    await tx.execute(sql`
      delete from entity_relations x using jsonb_to_recordset(${json(gone)}) as r("fromId" uuid, relation text)
      where x.from_id = r."fromId" and x.relation = r.relation`);
  const rows = relations.flatMap(({ fromId, relation, toIds }) =>
    toIds.map((toId, position) => ({ fromId, relation, toId, position })),
  );
  if (rows.length)
    await tx.execute(sql`
      insert into entity_relations (from_id, relation, to_id, position)
      select r."fromId", r.relation, r."toId", r.position
      from jsonb_to_recordset(${json(rows)}) as r("fromId" uuid, relation text, "toId" uuid, position int)`);
}

export interface RevisionRow {
  entityId: string;
  blueprint: string;
  identifier: string;
  revision: number;
  /** Null: the entity is gone. */
  snapshot: object | null;
  runId: string | null;
}

export async function recordRevisions(
  tx: Transaction,
  revisions: readonly RevisionRow[],
  by: string,
): Promise<void> {
  if (revisions.length === 0) return;
  await tx.execute(sql`
    insert into entity_revisions (entity_id, blueprint, identifier, revision, snapshot, run_id, by)
    select r."entityId", r.blueprint, r.identifier, r.revision, r.snapshot, r."runId", ${by}::text
    from jsonb_to_recordset(${json(revisions)})
      as r("entityId" uuid, blueprint text, identifier text, revision int, snapshot jsonb, "runId" text)`);
}
