import { sql } from "drizzle-orm";
import { newId } from "@/server/kernel/ids";
import type { TransactionContext } from "@/server/kernel/transaction";
import { relationTargets, storedEntities } from "../../store/computed/rows";
import { markChanged, markDeleting } from "../marks";
import { modelOf } from "../model";
import { computeOwn } from "./own";

/** A write as the tests make it: what is given is changed. */
export interface TestWrite {
  blueprint: string;
  identifier: string;
  rename?: string;
  title?: string;
  team?: string[];
  properties?: Record<string, unknown>;
  relations?: Record<string, string[]>;
}

const uuids = (ids: string[]) =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

async function idsOf(tx: TransactionContext, blueprintId: string, identifiers: string[]): Promise<string[]> {
  const rows = await tx.db.execute<{ id: string; identifier: string }>(sql`
    select id, identifier from entities where blueprint_id = ${blueprintId}::uuid
    and identifier in (select jsonb_array_elements_text(${JSON.stringify(identifiers)}::jsonb)) for key share`);
  return identifiers.flatMap((identifier) => rows.find((row) => row.identifier === identifier)?.id ?? []);
}

/** Creates or changes an entity, as far as computing is concerned. */
export async function put(tx: TransactionContext, write: TestWrite): Promise<void> {
  const model = await modelOf(tx);
  const blueprint = model.blueprints.get(write.blueprint)!;
  const [held] = await tx.db.execute<{ id: string }>(sql`
    select id from entities where blueprint_id = ${blueprint.id}::uuid and identifier = ${write.identifier} for no key update`);
  const id = held?.id ?? newId();
  const [before] = held ? await storedEntities(tx.db, [id]) : [];
  const old = (await relationTargets(tx.db, [id])).get(id) ?? {};
  const kept = Object.fromEntries(
    Object.entries(old).map(([key, targets]) => [key, targets.map((target) => target.id)]),
  );
  const relations: Record<string, string[]> = { ...kept };
  for (const [key, identifiers] of Object.entries(write.relations ?? {})) {
    const target = model.blueprints.get(blueprint.definition.relations![key]!.target)!;
    relations[key] = await idsOf(tx, target.id, identifiers);
  }
  await tx.db.execute(sql`delete from entity_relations where from_id = ${id}::uuid`);
  const row = {
    identifier: write.rename ?? write.identifier,
    title: write.title ?? before?.title ?? null,
    team: write.team ?? before?.team ?? [],
    properties: { ...before?.properties, ...write.properties },
  };
  if (!held)
    await tx.db.execute(sql`
      insert into entities (id, blueprint_id, identifier, created_by, updated_by)
      values (${id}::uuid, ${blueprint.id}::uuid, ${row.identifier}, 'test', 'test')`);
  for (const [key, ids] of Object.entries(relations))
    for (const [position, to] of ids.entries())
      await tx.db.execute(sql`
        insert into entity_relations values (${id}::uuid, ${key}, ${to}::uuid, ${position})`);
  const stamps = { createdAt: "", createdBy: "test", updatedAt: "", updatedBy: "test" };
  const targets = (await relationTargets(tx.db, [id])).get(id) ?? {};
  const faults = before?.faults ?? null;
  const input = { ...row, id, icon: null, faults, ...stamps, targets };
  const own = (await computeOwn(tx, model, blueprint, [input])).get(id)!;
  await tx.db.execute(sql`
    update entities set identifier = ${row.identifier}, title = ${row.title}, properties = ${JSON.stringify(own.properties)}::jsonb,
      faults = ${own.faults === null ? null : JSON.stringify(own.faults)}::jsonb, revision = revision + 1,
      team = array(select jsonb_array_elements_text(${JSON.stringify(own.team)}::jsonb)) where id = ${id}::uuid`);
  const keys = [
    ...Object.keys(own.properties),
    ...Object.keys(before?.properties ?? {}),
    ...(write.rename ? ["$identifier", "$title"] : []),
    ...(write.title === undefined ? [] : ["$title"]),
    "$team",
  ];
  await markChanged(tx, [
    {
      id,
      blueprintId: blueprint.id,
      keys: held ? keys : "*",
      relations: !held || write.relations !== undefined,
      detached: Object.keys(write.relations ?? {}).flatMap((key) => kept[key] ?? []),
    },
  ]);
}

/** Deletes an entity, with all relations from and to it. */
export async function drop(tx: TransactionContext, blueprint: string, identifier: string): Promise<void> {
  const { id } = (await modelOf(tx)).blueprints.get(blueprint)!;
  const ids = await idsOf(tx, id, [identifier]);
  await markDeleting(tx, ids);
  await tx.db.execute(sql`delete from entities where id in ${uuids(ids)}`);
}
