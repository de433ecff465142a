import { desc, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { insightBatches, insightMarks } from "@/db/schema/insight-intake";
import type { ProbeEvent } from "../schema";

export type NewBatch = Omit<typeof insightBatches.$inferInsert, "id" | "at">;
export type BatchRow = typeof insightBatches.$inferSelect;

export async function insertBatch(tx: Transaction, batch: NewBatch): Promise<number> {
  const [row] = await tx.insert(insightBatches).values(batch).returning({ id: insightBatches.id });
  return row!.id;
}

/** The last batches of which something was refused. */
export const batchesRefused = (db: Executor, most: number): Promise<BatchRow[]> =>
  db
    .select()
    .from(insightBatches)
    .where(sql`${insightBatches.refused} > 0`)
    .orderBy(desc(insightBatches.at), desc(insightBatches.id))
    .limit(most);

export interface Mark {
  service: string | null;
  repository: string | null;
}

/** Notes what is to be matched anew. */
export async function insertMarks(tx: Transaction, marks: readonly Mark[]): Promise<void> {
  if (marks.length > 0) await tx.insert(insightMarks).values([...marks]);
}

/** The same for what names these deployments, by their external ids. */
export async function markNaming(tx: Transaction, externalIds: readonly string[]): Promise<void> {
  if (externalIds.length === 0) return;
  await tx.execute(sql`
    insert into insight_marks (service)
    select distinct service from insight_incidents where deployment_external_id
      in (select jsonb_array_elements_text(${JSON.stringify(externalIds)}::jsonb))`);
}

export interface NewCommit {
  repository: string;
  sha: string;
  parents: string[];
  exact: boolean;
  committedAt: string | null;
  branch: string | null;
  changeId: number | null;
}

/** Adds commits. Parents that are told replace those that were guessed; guesses add up. */
export async function upsertCommits(tx: Transaction, commits: readonly NewCommit[]): Promise<void> {
  if (commits.length === 0) return;
  await tx.execute(sql`
    insert into insight_commits as c (repository, sha, parents, exact, committed_at, branch, change_id)
    select r.repository, r.sha, r.parents, r.exact, r."committedAt", r.branch, r."changeId"
    from jsonb_to_recordset(${JSON.stringify(commits)}::jsonb)
      as r(repository text, sha text, parents text[], exact boolean, "committedAt" timestamptz, branch text, "changeId" bigint)
    order by r.repository, r.sha
    on conflict (repository, sha) do update set
      parents = case when excluded.exact then excluded.parents when c.exact then c.parents
        else (select coalesce(array_agg(distinct p), '{}') from unnest(c.parents || excluded.parents) p) end,
      exact = c.exact or excluded.exact,
      committed_at = coalesce(c.committed_at, excluded.committed_at),
      branch = least(c.branch, excluded.branch),
      change_id = coalesce(c.change_id, excluded.change_id)`);
}

/** Keeps the last look of each minute. Out: how many minutes are new, and of how many it says otherwise than before. */
export async function upsertProbes(
  tx: Transaction,
  looks: readonly (Required<Omit<ProbeEvent, "source">> & { source: string })[],
): Promise<{ created: number; updated: number }> {
  if (looks.length === 0) return { created: 0, updated: 0 };
  const rows = await tx.execute<{ created: boolean }>(sql`
    insert into insight_probes as p (component, at, probe, ok, critical, source, observed_at)
    select r.component, date_trunc('minute', r.at), r.probe, r.ok, r.critical, r.source, r.at
    from jsonb_to_recordset(${JSON.stringify(looks)}::jsonb)
      as r(component text, at timestamptz, probe text, ok boolean, critical boolean, source text)
    order by 1, 2, 3
    on conflict (component, at, probe) do update set
      ok = excluded.ok, critical = excluded.critical, source = excluded.source, observed_at = excluded.observed_at
    where excluded.observed_at > p.observed_at or (excluded.observed_at = p.observed_at and p.ok and not excluded.ok)
    returning (xmax = 0) as created`);
  const created = rows.filter((row) => row.created).length;
  return { created, updated: rows.length - created };
}
