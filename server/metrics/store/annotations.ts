import { and, eq, gte, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { metricNotes } from "@/db/schema/metrics";
import type { Scope } from "../core/facts";
import type { Window } from "../core/result";
import { inScope, instant, texts } from "./windows";

/** What tools call the two highest of their levels. */
const SEVERE = ["critical", "high", "highest", "urgent", "sev0", "sev1", "sev-0", "sev-1", "p0", "p1"];

export interface SevereIncident {
  id: string;
  at: string;
  title: string | null;
  service: string | null;
  severity: string;
}

/** Incidents of high severity that began in the window, the latest first. */
export async function severeIncidents(
  db: Executor,
  { from, to }: Window,
  scope: Scope,
  limit: number,
): Promise<SevereIncident[]> {
  const rows = await db.execute<SevereIncident & Record<string, unknown>>(sql`
    select i.id::text as id, i.started_at as at, i.title, i.service, i.severity from insight_incidents i
    where i.started_at >= ${instant(from)} and i.started_at < ${instant(to)} and lower(i.severity) = any(${texts(SEVERE)})
      ${inScope(sql`i`, scope)}
    order by i.started_at desc, i.id desc limit ${limit}`);
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}

/** Versions of templates by the day on which the portal first saw them. Those that it began with are no releases. */
export async function templateReleases(
  db: Executor,
  { from, to }: Window,
  zone: string,
): Promise<{ at: string; versions: string[] }[]> {
  const rows = await db.execute<{ at: string; versions: string[] }>(sql`
    select min(v.first_seen_at) as at, array_agg(v.slug || ' ' || v.version order by v.slug, v.version) as versions
    from template_versions v
    where v.first_seen_at >= ${instant(from)} and v.first_seen_at < ${instant(to)}
      and v.first_seen_at > (select min(first_seen_at) + interval '1 hour' from template_versions)
    group by (v.first_seen_at at time zone ${zone})::date order by 1`);
  return rows.map(({ at, versions }) => ({ at: new Date(at).toISOString(), versions }));
}

/** Teams that came onto the platform in the window. */
export async function onboardings(
  db: Executor,
  { from, to }: Window,
  { teams }: Scope,
): Promise<{ team: string; title: string; at: string }[]> {
  const rows = await db.execute<{ team: string; title: string; at: string }>(sql`
    select x.team, coalesce(t.title, x.team) as title, x.onboarded_at as at
    from insight_teams x left join teams t on t.identifier = x.team
    where x.onboarded_at >= ${instant(from)} and x.onboarded_at < ${instant(to)}${
      teams === null ? sql`` : sql` and x.team = any(${texts(teams)})`
    } order by x.onboarded_at, x.team`);
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}

export type NoteRow = typeof metricNotes.$inferSelect;

/** Notes of the window: those of the organisation, and of the teams of the scope or of all. */
export const notesIn = (db: Executor, { from, to }: Window, { teams }: Scope): Promise<NoteRow[]> =>
  db
    .select()
    .from(metricNotes)
    .where(
      and(
        gte(metricNotes.at, from),
        lt(metricNotes.at, to),
        teams === null ? undefined : or(isNull(metricNotes.team), inArray(metricNotes.team, [...teams])),
      ),
    )
    .orderBy(metricNotes.at, metricNotes.id);

export async function insertNote(tx: Transaction, note: typeof metricNotes.$inferInsert): Promise<NoteRow> {
  const [row] = await tx.insert(metricNotes).values(note).returning();
  return row!;
}

/** The note that was there; undefined where there is none. */
export async function deleteNote(tx: Transaction, id: string): Promise<NoteRow | undefined> {
  const [row] = await tx.delete(metricNotes).where(eq(metricNotes.id, id)).returning();
  return row;
}
