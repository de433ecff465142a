import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { DemoForm } from "../core/runs";
import type { Span } from "../core/operations";
import type { Visit } from "../core/signals";
import { DEMO_SOURCE } from "../schema";

/** Looks at a component at regular times, from the first day to the day of loading; within an outage it was down. */
export async function writeProbes(
  tx: Transaction,
  {
    from,
    to,
    minutes,
    components,
    outages,
  }: {
    from: string;
    to: string;
    minutes: number;
    components: readonly string[];
    outages: readonly Span[];
  },
): Promise<number> {
  const rows = await tx.execute(sql`
    insert into insight_probes (component, at, probe, ok, critical, source, observed_at)
    select c.name, t.at, 'http', not exists (
        select from jsonb_to_recordset(${JSON.stringify(outages)}::jsonb)
          as o(component text, "startsAt" timestamptz, "endsAt" timestamptz)
        where o.component = c.name and t.at >= o."startsAt" and t.at < o."endsAt"), true, ${DEMO_SOURCE}, t.at
    from jsonb_array_elements_text(${JSON.stringify(components)}::jsonb) as c(name)
    cross join generate_series(${from}::timestamptz, ${to}::timestamptz - interval '1 minute',
      make_interval(mins => ${minutes})) as t(at)
    on conflict do nothing returning 1`);
  return rows.length;
}

/** What one delivery of probes would have left: the page of sources lists it. */
export async function noteProbes(tx: Transaction, count: number, by: string): Promise<void> {
  await tx.execute(sql`
    insert into insight_batches (kind, source, received, created, updated, unchanged, refused, by)
    values ('probes', ${DEMO_SOURCE}, ${count}, ${count}, 0, 0, 0, ${by})`);
}

export async function writeVisits(tx: Transaction, visits: readonly Visit[]): Promise<void> {
  await tx.execute(sql`
    insert into insight_visits (day, person_id)
    select r.day, p.id from jsonb_to_recordset(${JSON.stringify(visits)}::jsonb) as r(day date, email text)
    join users u on u.email = r.email join insight_people p on p.user_id = u.id
    on conflict do nothing`);
}

export async function writeForms(tx: Transaction, forms: readonly DemoForm[]): Promise<void> {
  await tx.execute(sql`
    insert into insight_form_starts (id, action, team, started_at, submitted_at, run_id, step)
    select r.id, r.action, r.team, r."startedAt", r."submittedAt", r."runId", r.step
    from jsonb_to_recordset(${JSON.stringify(forms)}::jsonb) as r(id uuid, action text, team text,
      "startedAt" timestamptz, "submittedAt" timestamptz, "runId" text, step text)
    on conflict do nothing`);
}

export async function writeFeedback(
  tx: Transaction,
  words: readonly { runId: string; email: string; action: string; helpful: boolean; at: string }[],
): Promise<void> {
  await tx.execute(sql`
    insert into insight_run_feedback (run_id, user_id, action, helpful, at)
    select r."runId", u.id::text, r.action, r.helpful, r.at
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb)
      as r("runId" text, email text, action text, helpful boolean, at timestamptz)
    join users u on u.email = r.email on conflict do nothing`);
}
