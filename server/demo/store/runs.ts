import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { templateUpgradeItems, templateUpgrades, templateVersions } from "@/db/schema/templates";
import type { ActionSnapshot, RunFailure } from "@/server/runs/schema";
import type { RunStatus } from "@/server/runs/schema";

export interface HistoricRun {
  id: string;
  status: RunStatus;
  statusLabel: string;
  summary: string;
  failure: RunFailure | null;
  action: ActionSnapshot;
  team: string;
  email: string;
  rerunOf: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string;
}

/** Runs that are over, with a timeline that says what they are. Nothing was carried out: there is neither a plan nor a call. */
export async function writeRuns(tx: Transaction, runs: readonly HistoricRun[]): Promise<void> {
  const given = JSON.stringify(runs);
  await tx.execute(sql`
    insert into runs (id, status, status_label, summary, failure, action, action_identifier, team, inputs, rerun_of,
      requester_id, requester_kind, requester_name, requester_email, origin, created_at, started_at, ended_at, updated_at)
    select r.id, r.status, r."statusLabel", r.summary, nullif(r.failure, 'null'::jsonb), r.action, r.action ->> 'identifier', r.team, '{}',
      r."rerunOf", u.id::text, 'user', u.name, u.email, 'UI', r."createdAt", r."startedAt", r."endedAt", r."endedAt"
    from jsonb_to_recordset(${given}::jsonb) as r(id text, status text, "statusLabel" text, summary text, failure jsonb,
      action jsonb, team text, email text, "rerunOf" text, "createdAt" timestamptz, "startedAt" timestamptz, "endedAt" timestamptz)
    join users u on u.email = r.email
    on conflict do nothing`);
}

type Version = typeof templateVersions.$inferInsert;
export async function writeVersions(tx: Transaction, versions: readonly Version[]): Promise<void> {
  await tx
    .insert(templateVersions)
    .values([...versions])
    .onConflictDoNothing();
}

export async function writeUpgrade(
  tx: Transaction,
  upgrade: typeof templateUpgrades.$inferInsert,
  items: readonly (typeof templateUpgradeItems.$inferInsert)[],
): Promise<void> {
  await tx.insert(templateUpgrades).values(upgrade).onConflictDoNothing();
  if (items.length > 0)
    await tx
      .insert(templateUpgradeItems)
      .values([...items])
      .onConflictDoNothing();
}
