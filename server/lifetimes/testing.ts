import { sql } from "drizzle-orm";
import { createAction } from "@/server/actions/service/definitions";
import { createEntity } from "@/server/catalog/service/entities";
import { transaction } from "@/server/kernel/transaction";
import type { Stage } from "@/server/runs/testing";
import { insertLifetime, type LifetimeRow, liveLifetime } from "./store";

/** For tests: an action that destroys a database, and one that makes one for a while. */
export const DESTROY = {
  identifier: "drop_it",
  title: "Drop",
  trigger: {
    type: "self-service",
    operation: "DELETE",
    blueprintIdentifier: "database",
    userInputs: { properties: { reason: { type: "string" } }, required: ["reason"] },
  },
  invocationMethod: { type: "TERRAFORM", template: "postgres-database", operation: "destroy" },
};

export const CREATE = {
  identifier: "make_it",
  title: "Make for a while",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: {
      properties: { name: { type: "string" }, ttl: { type: "string" } },
      required: ["name"],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    mapping: { identifier: "{{ .inputs.name }}", properties: { host: "{{ .outputs.host }}" } },
  },
  lifetime: {
    default: "4h",
    maximum: "72h",
    from: "ttl",
    destroy: "drop_it",
    destroyInputs: { reason: "Its lifetime is over." },
  },
};

export async function defineActions(s: Stage): Promise<void> {
  await createAction(s.as(s.people.admin), DESTROY);
  await createAction(s.as(s.people.admin), CREATE);
}

/** A database of the payments team that was made at `began` hours from now and ends `ends` hours from now. */
export async function living(
  s: Stage,
  entity: string,
  hours: { began?: number; ends?: number | null } = {},
  over: Partial<LifetimeRow> = {},
): Promise<LifetimeRow> {
  const { began = 0, ends = 4 } = hours;
  await createEntity(s.as(s.people.admin), "database", { identifier: entity, team: ["payments"] }, {});
  const at = (h: number) => sql<Date>`now() + make_interval(secs => ${h * 3600})`;
  const row = await transaction(s.as(s.people.dev), async (tx) =>
    insertLifetime(tx, {
      blueprint: "database",
      entity,
      action: "make_it",
      runId: `r_of_${entity}`,
      ownerId: s.people.dev.id,
      ownerName: s.people.dev.name,
      team: "payments",
      defaultSeconds: 4 * 3600,
      maximumSeconds: 72 * 3600,
      extendBy: "team",
      remindBefore: [86_400, 3600],
      reminded: 86_400,
      destroyAction: "drop_it",
      destroyInputs: { reason: "Its lifetime is over." },
      ...over,
      beganAt: at(began) as unknown as Date,
      expiresAt: ends === null ? null : (at(ends) as unknown as Date),
      nextAt: ends === null ? null : (at(ends - 1) as unknown as Date),
    }),
  );
  if (!row) throw new Error("The lifetime was not written.");
  return row;
}

/** As if the time of its end had come. */
export const expire = (s: Stage, entity: string): Promise<unknown> =>
  s.database
    .sql`update lifetimes set expires_at = now() - interval '1 second', next_at = now() - interval '1 second' where entity = ${entity} and ended_at is null`;

export const lifetimeOf = (s: Stage, entity: string): Promise<LifetimeRow | null> =>
  liveLifetime(s.database.db, "database", entity);
