import type { FoundPerson, PeopleFilter } from "../schema";

/** A person joined with one membership of theirs, or with none. */
export interface PersonRow {
  id: string;
  email: string;
  name: string;
  role: "admin" | "member";
  team: string | null;
  teamRole: "lead" | "member" | null;
}

/** Folds joined rows to one entry per person, with every reason for which the filter fits; who does not fit is left out. */
export function peopleWithReasons(rows: PersonRow[], filter: PeopleFilter): FoundPerson[] {
  const found = new Map<string, FoundPerson>();
  for (const row of rows) {
    const person = found.get(row.id) ?? {
      id: row.id,
      email: row.email,
      name: row.name,
      role: row.role,
      why: [],
    };
    const reasons = [
      filter.roles?.includes(row.role) && (row.role === "admin" ? "administrator" : "member of the portal"),
      filter.emails?.includes(row.email) && "named in person",
      row.team && row.teamRole === "lead" && filter.leadsOf?.includes(row.team) && `lead of ${row.team}`,
      row.team && filter.teams?.includes(row.team) && `in team ${row.team}`,
    ];
    for (const reason of reasons) if (reason && !person.why.includes(reason)) person.why.push(reason);
    if (person.why.length) found.set(row.id, person);
  }
  return [...found.values()];
}
