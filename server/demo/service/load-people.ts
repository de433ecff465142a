import { createUser, disableUser } from "@/server/identity/service/people";
import { createTeam, setMembership } from "@/server/identity/service/teams";
import { peopleNamed } from "@/server/insights/service/people";
import type { Context } from "@/server/kernel/context";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { Calendar } from "../core/calendar";
import { DEMO_PEOPLE, type DemoPerson } from "../core/people";
import { chanceOf } from "../core/random";
import { DEMO_TEAMS, type DemoTeam } from "../core/teams";
import { type History, takenNames, writeHistories, writeTeams } from "../store/people";
import { noteItems } from "../store/scenario";
import type { Stage } from "./steps";

const LONG_AGO = new Date(0).toISOString();

/** Makes the teams and people that are not there, and says since when each was where. */
export async function loadPeople(ctx: Context, { calendar, done }: Stage): Promise<void> {
  await transaction(ctx, async (tx) => {
    const taken = await takenNames(tx.db, {
      teams: DEMO_TEAMS.map(({ identifier }) => identifier),
      emails: DEMO_PEOPLE.map(({ email }) => email),
    });
    const teams = DEMO_TEAMS.filter(({ identifier }) => !taken.teams.includes(identifier));
    for (const { identifier, title, description } of teams)
      await createTeam(tx, { identifier, title, description });
    await noteItems(
      tx.db,
      "team",
      teams.map(({ identifier }) => identifier),
    );
    const people = DEMO_PEOPLE.filter(({ email }) => !taken.emails.includes(email));
    const ids = new Map<string, string>();
    for (const person of people) ids.set(person.email, await addPerson(tx, person));
    await noteItems(tx.db, "user", [...ids.values()]);
    await writeHistories(tx.db, await historiesOf(tx, calendar, people, ids));
    await writeTeams(
      tx.db,
      DEMO_TEAMS.flatMap((team) => onBoard(team, calendar)),
    );
    await done(tx.db);
  });
}

/** Nobody can sign in as one of them: they have no password. */
async function addPerson(tx: TransactionContext, person: DemoPerson): Promise<string> {
  const { email, name, isLead, leftOn, stays } = person;
  const { id } = await createUser(tx, { email, name });
  if (leftOn !== null) await disableUser(tx, id);
  const stay = stays.find(({ until }) => until === null);
  if (stay) await setMembership(tx, { team: stay.team, userId: id, role: isLead ? "lead" : "member" });
  return id;
}

async function historiesOf(
  tx: TransactionContext,
  calendar: Calendar,
  people: readonly DemoPerson[],
  ids: ReadonlyMap<string, string>,
): Promise<History[]> {
  const known = await peopleNamed(
    tx,
    people.map(({ email }) => email),
    { create: true },
  );
  const startOf = (offset: number | null) => (offset === null ? null : calendar.at(offset, 0));
  return people.map(({ email, isDeveloper, fte, hiredOn, leftOn, stays }) => ({
    personId: known.get(email)!,
    userId: ids.get(email)!,
    isDeveloper,
    fte,
    hiredOn: hiredOn === null ? null : calendar.date(hiredOn),
    leftOn: leftOn === null ? null : calendar.date(leftOn),
    stays: stays.map(({ team, from, until }) => ({
      team,
      startsAt: startOf(from) ?? LONG_AGO,
      endsAt: startOf(until),
    })),
  }));
}

function onBoard(
  { identifier, parent, adoptedOn }: DemoTeam,
  calendar: Calendar,
): { team: string; parent: string | null; onboardedAt: string | null }[] {
  // From coming on board to the first deployment through the platform it takes some days.
  const days = chanceOf(`onboarding:${identifier}`).whole(5, 19);
  const day = adoptedOn === null ? null : Math.max(calendar.first, adoptedOn - days);
  return [{ team: identifier, parent, onboardedAt: day === null ? null : calendar.at(day, 540) }];
}
