import { getUserWithTeams, listUsers } from "@/server/identity/service/people";
import { getTeam, listTeams } from "@/server/identity/service/teams";
import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { TEAM, USER } from "../../core/system-blueprints";
import { entityOfTeam, entityOfUser, isInStep, type Kept } from "../../core/system-entities";
import type { EntityRecord } from "../../schema";
import { entitiesBy } from "../../store/access";
import { createEntity } from "../entities";
import { blueprintIn, modelOf } from "../model";
import { shownEntities } from "../shown";
import { ensureSystemBlueprints } from "./seed";

/** So many entities are compared and written in one transaction. */
const BATCH = 200;

/** Brings the entity of a person in step: "user.changed" says that they differ. */
export async function onUserChanged(tx: TransactionContext, { userId }: { userId: string }): Promise<void> {
  await ensureSystemBlueprints(tx);
  const user = await unlessGone(getUserWithTeams(tx, userId));
  if (!user) return;
  // The teams first: the person's entity relates to theirs.
  for (const { team } of user.teams) await onTeamChanged(tx, { identifier: team });
  await bringInStep(tx, USER, [entityOfUser(user)]);
}

/** Brings the entity of a team in step: "team.changed" says that they differ. */
export async function onTeamChanged(
  tx: TransactionContext,
  { identifier }: { identifier: string },
): Promise<void> {
  await ensureSystemBlueprints(tx);
  const team = await unlessGone(getTeam(tx, identifier));
  if (team) await bringInStep(tx, TEAM, [entityOfTeam(team)]);
}

/** Null for who, or what, has gone since the event: there is nothing to bring in step. */
async function unlessGone<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** Makes the system blueprints, and an entity of each person and team that has none or another: for a database from before. */
export async function keepInStep(ctx: Context): Promise<void> {
  await ensureSystemBlueprints(ctx);
  const wanted: [string, Kept[]][] = [
    [TEAM, (await listTeams(ctx)).map(entityOfTeam)],
    [USER, (await listUsers(ctx)).map(entityOfUser)],
  ];
  for (const [blueprint, all] of wanted)
    for (let from = 0; from < all.length; from += BATCH)
      await transaction(ctx, (tx) => bringInStep(tx, blueprint, all.slice(from, from + BATCH)));
}

/** Writes the entities that do not say what the portal says; what people added to them stays. */
async function bringInStep(tx: TransactionContext, blueprint: string, wanted: Kept[]): Promise<void> {
  const model = await modelOf(tx);
  const of = blueprintIn(model, blueprint);
  const rows = await entitiesBy(
    tx.db,
    of.id,
    wanted.map(({ identifier }) => identifier),
  );
  const found = new Map<string, EntityRecord>(
    (await shownEntities(tx, model, of, rows)).map((entity) => [entity.identifier, entity]),
  );
  for (const one of wanted) {
    const entity = found.get(one.identifier);
    if (!entity || !isInStep(blueprint, entity, one))
      await createEntity(tx, blueprint, one, { upsert: true, merge: true, inStep: true });
  }
}
