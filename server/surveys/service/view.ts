import { databaseNow } from "@/server/kernel/clock";
import type { Executor } from "@/db/client";
import type { Audience, SurveyDefinition, WaveOrigin, WaveStatus } from "../schema";
import { progressOf, type WaveRow } from "../store/waves";

/** A wave as people see it: how it stands, never who has answered. */
export interface WaveView {
  id: string;
  survey: string;
  revision: number;
  title: string;
  definition: SurveyDefinition;
  origin: WaveOrigin;
  status: WaveStatus;
  audience: Audience;
  invited: number;
  respondents: number;
  openedAt: Date;
  closesAt: Date;
  closedAt: Date | null;
  /** Days after the opening. */
  remindAfterDays: number[];
  reminded: number;
  /** The next reminder, or the end. */
  nextAt: Date | null;
}

/** Waves with how many have answered so far. */
export async function waveViews(ctx: { db: Executor }, rows: readonly WaveRow[]): Promise<WaveView[]> {
  const open = rows.filter(({ status }) => status === "open");
  const progress = await progressOf(
    ctx.db,
    open.map(({ id }) => id),
  );
  const now = open.length ? await databaseNow(ctx.db) : null;
  return rows.map((row) => ({
    id: row.id,
    survey: row.survey,
    revision: row.revision,
    title: row.title,
    definition: row.definition,
    origin: row.origin,
    // Over at its end, even before a worker has come to it: nobody can answer it any more.
    status: row.status === "open" && now && row.closesAt <= now ? "closed" : row.status,
    audience: row.audience,
    invited: row.invited,
    respondents: row.respondents ?? progress.get(row.id) ?? 0,
    openedAt: row.openedAt,
    closesAt: row.closesAt,
    closedAt: row.closedAt,
    remindAfterDays: row.remindAfterDays,
    reminded: row.reminded,
    nextAt: row.nextAt,
  }));
}
