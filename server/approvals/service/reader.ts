import { getUserWithTeams } from "@/server/identity/service/people";
import type { Context, requireUser } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Candidate } from "../core/rule";
import { delegationsTo } from "../store-people";

export const candidateOf = (user: ReturnType<typeof requireUser>): Candidate => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  memberships: user.memberships,
});

/** The active people in whose place somebody may decide now, as they are now. */
export async function delegatorsOf(
  ctx: Context | TransactionContext,
  deputyId: string,
): Promise<Candidate[]> {
  const ids = [...new Set((await delegationsTo(ctx.db, [deputyId])).map((row) => row.delegatorId))];
  const people = await Promise.all(
    ids.map((id) =>
      getUserWithTeams(ctx, id).catch((error: unknown) => {
        if (error instanceof NotFound) return null;
        throw error;
      }),
    ),
  );
  return people.flatMap((person) =>
    person?.status === "active"
      ? [
          {
            id: person.id,
            email: person.email,
            name: person.name,
            role: person.role,
            memberships: person.teams.map(({ team, role }) => ({ team, role })),
          },
        ]
      : [],
  );
}
