import type { AuditRow } from "./audit-log";

/** Cells that a spreadsheet would run as a formula begin with one of these. */
const FORMULA = /^[=+\-@\t\r\n]/;

/** One cell as RFC 4180 has it; a text that looks like a formula gets an apostrophe, by which a spreadsheet takes it as text. */
function cell(value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value !== "number" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

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
    COLUMNS.map(([heading]) => cell(heading)),
    ...rows.map((row) => COLUMNS.map(([, value]) => cell(value(row)))),
  ];
  return `\uFEFF${lines.map((line) => `${line.join(",")}\r\n`).join("")}`;
}
