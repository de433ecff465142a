import { csvLine } from "@/server/properties/csv";
import type { RefusedRow } from "../schema";

/** Refused rows as a file whose cells no spreadsheet takes for formulas. */
export const refusedCsv = (rows: readonly RefusedRow[]): string =>
  csvLine(["line", "externalId", "field", "reason"]) +
  rows
    .flatMap(({ index, externalId, issues }) =>
      issues.map(({ path, message }) => csvLine([index, externalId, path, message])),
    )
    .join("");
