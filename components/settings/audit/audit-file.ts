import { csvLine } from "@/server/properties/csv";
import type { AuditRow } from "./audit-log";

const COLUMNS: readonly [heading: string, value: (row: AuditRow) => string | number | null | undefined][] = [
  ["No.", (row) => row.id],
  ["At", (row) => new Date(row.at).toISOString()],
  ["Action", (row) => row.action],
  ["Kind of object", (row) => row.resourceType],
  ["Object", (row) => row.resourceId],
  ["Blueprint", (row) => row.blueprint],
  ["Who", (row) => row.actorName],
  ["Who (id)", (row) => row.actorId],
  ["Through", (row) => row.origin],
  ["Outcome", (row) => row.status],
  ["Message", (row) => row.message],
  ["Run", (row) => row.runId],
  ["Request", (row) => row.requestId],
  ["Before", (row) => (row.diff?.before === undefined ? null : JSON.stringify(row.diff.before))],
  ["After", (row) => (row.diff?.after === undefined ? null : JSON.stringify(row.diff.after))],
];

/** Entries of the audit log as a CSV file, the byte order mark first, by which spreadsheets know the encoding. */
export function auditFile(rows: readonly AuditRow[]): string {
  const lines = [
    COLUMNS.map(([heading]) => heading),
    ...rows.map((row) => COLUMNS.map(([, value]) => value(row))),
  ];
  return `\uFEFF${lines.map(csvLine).join("")}`;
}
