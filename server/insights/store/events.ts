import { sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Transaction } from "@/db/client";
import { insightFindings, insightTickets } from "@/db/schema/insight-operations";
import { insightChanges, insightDeployments, insightIncidents } from "@/db/schema/insights";
import type { Known } from "../core/merge";
import type { WordKind } from "../core/words";

const TABLES: Record<WordKind, PgTable> = {
  deployments: insightDeployments,
  changes: insightChanges,
  incidents: insightIncidents,
  tickets: insightTickets,
  findings: insightFindings,
};

/** What was said: these are merged. */
const FACTS: Record<WordKind, readonly string[]> = {
  deployments: [
    ...[
      "toldService",
      "environment",
      "toldProduction",
      "status",
      "startedAt",
      "finishedAt",
      "repository",
      "sha",
    ],
    ...["version", "commits", "pipeline", "configOnly", "toldKind", "restoresExternalId", "fixesIncident"],
    ...["templateId", "templateVersion", "viaPlatform", "runId"],
  ],
  changes: [
    ...["toldService", "repository", "number", "title", "authorId", "isBot", "firstCommitAt", "openedAt"],
    ...["firstReviewAt", "mergedAt", "closedAt", "mergeSha", "headSha", "baseBranch", "headBranch", "labels"],
    ...["toldHotfix", "revertsExternalId"],
  ],
  incidents: [
    ...["toldService", "title", "severity", "startedAt", "detectedAt", "resolvedAt", "deploymentExternalId"],
    ...["deploymentSource"],
  ],
  tickets: [
    ...["toldService", "title", "openedAt", "firstReplyAt", "closedAt", "toldTeam", "openedById", "area"],
    ...["isPlatform", "automatic", "actionIdentifier", "handlingSeconds", "runId"],
  ],
  findings: [
    ...["toldService", "title", "severity", "cve", "component", "resource", "status", "suppressedUntil"],
    ...["firstSeenAt", "fixedAt", "toldDueAt"],
  ],
};

/** What follows from it, settings, catalog and histories. */
const RESOLVED: Record<WordKind, readonly string[]> = {
  deployments: ["service", "known", "team", "production"],
  changes: ["service", "known", "team", "isHotfix"],
  incidents: ["service", "known", "team"],
  tickets: ["service", "known", "team"],
  findings: ["service", "known", "team", "dueAt", "dedupeKey"],
};

export interface EventKey {
  source: string;
  externalId: string;
}

/** A row as it is written: facts and what follows from them, by the names of the table's fields. */
export interface EventRow extends EventKey {
  id?: number;
  reportedAt: string;
  stamps: Readonly<Record<string, string>> | null;
  values: Readonly<Record<string, unknown>>;
}

export interface StoredEvent extends EventKey {
  id: number;
  known: Known;
  service: string | null;
}

const MOMENT = /At$|Until$/;
/** Names of columns by those of fields: there are few of them, and thousands of events in a call. */
const SNAKE = new Map<string, string>();
function snake(name: string): string {
  let known = SNAKE.get(name);
  if (known === undefined)
    SNAKE.set(name, (known = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)));
  return known;
}
const columns = (names: readonly string[], of?: string): SQL =>
  sql.join(
    names.map((name) =>
      of ? sql`${sql.identifier(of)}.${sql.identifier(snake(name))}` : sql.identifier(snake(name)),
    ),
    sql`, `,
  );
const written = (kind: WordKind): string[] => ["reportedAt", "stamps", ...FACTS[kind], ...RESOLVED[kind]];

const iso = (value: unknown): unknown => (typeof value === "string" ? new Date(value).toISOString() : value);

/** Events by their names outside, locked until the transaction ends, always in the same order. */
export async function lockEvents(
  tx: Transaction,
  kind: WordKind,
  keys: readonly EventKey[],
): Promise<StoredEvent[]> {
  if (keys.length === 0) return [];
  const rows = await tx.execute<{ row: Record<string, unknown> }>(sql`
    select to_jsonb(t) as row from ${TABLES[kind]} t
    join jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(source text, "externalId" text)
      on t.external_id = k."externalId" and t.source = k.source
    order by t.id for update of t`);
  return rows.map(({ row }) => {
    const facts: Record<string, unknown> = {};
    for (const name of FACTS[kind]) {
      const value = row[snake(name)] ?? null;
      facts[name] = MOMENT.test(name) ? iso(value) : value;
    }
    return {
      id: Number(row.id),
      source: String(row.source),
      externalId: String(row.external_id),
      service: (row.service as string | null) ?? null,
      known: {
        at: String(iso(row.reported_at)),
        facts,
        stamps: (row.stamps as Record<string, string> | null) ?? {},
      },
    };
  });
}

/** Rows as JSON, each column by its name. */
function asRecords(kind: WordKind, rows: readonly EventRow[]): string {
  const columns = [...FACTS[kind], ...RESOLVED[kind]].map((name) => [name, snake(name)] as const);
  return JSON.stringify(
    rows.map(({ id, source, externalId, reportedAt, stamps, values }) => {
      const record: Record<string, unknown> = {
        id,
        source,
        external_id: externalId,
        reported_at: reportedAt,
        stamps,
      };
      for (const [name, column] of columns) record[column] = values[name] ?? null;
      return record;
    }),
  );
}

/** Inserts events that are new. Out: their ids by source and external id; one that another sender was first with is left out. */
export async function insertEvents(
  tx: Transaction,
  kind: WordKind,
  rows: readonly EventRow[],
): Promise<(EventKey & { id: number })[]> {
  if (rows.length === 0) return [];
  const table = TABLES[kind];
  const names = ["source", "externalId", ...written(kind)];
  const made = await tx.execute<{ id: number; source: string; externalId: string }>(sql`
    insert into ${table} (${columns(names)})
    select ${columns(names, "r")} from jsonb_populate_recordset(null::${table}, ${asRecords(kind, rows)}::jsonb) r
    order by r.external_id, r.source
    on conflict (external_id, source) do nothing
    returning id::float8 as id, source, external_id as "externalId"`);
  return [...made];
}

/** Writes events that are there, by their ids. They must be locked. */
export async function updateEvents(
  tx: Transaction,
  kind: WordKind,
  rows: readonly EventRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const table = TABLES[kind];
  const sets = sql.join(
    written(kind).map((name) => sql`${sql.identifier(snake(name))} = r.${sql.identifier(snake(name))}`),
    sql`, `,
  );
  await tx.execute(sql`
    update ${table} t set ${sets}, updated_at = now()
    from jsonb_populate_recordset(null::${table}, ${asRecords(kind, rows)}::jsonb) r where t.id = r.id`);
}
