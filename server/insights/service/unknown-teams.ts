import type { TransactionContext } from "@/server/kernel/transaction";
import type { RefusedRow } from "../schema";
import { teamsMissing } from "../store/names";

/** Warnings about rows that name a team which nobody knows yet. They are taken: the team may be told later. */
export async function unknownTeams(
  tx: TransactionContext,
  rows: readonly { index: number; externalId: string | null; team: unknown }[],
): Promise<RefusedRow[]> {
  const named = rows.flatMap(({ team, ...row }) => (typeof team === "string" ? [{ ...row, team }] : []));
  const missing = await teamsMissing(tx.db, [...new Set(named.map(({ team }) => team))]);
  return named
    .filter(({ team }) => missing.has(team))
    .map(({ index, externalId, team }) => ({
      ...{ index, externalId },
      issues: [
        {
          path: "team",
          message: `No team is called "${team}" so far. What is told is kept under this name and shown under it; check how the team is written.`,
        },
      ],
    }));
}
