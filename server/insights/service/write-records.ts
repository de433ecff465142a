import type { TransactionContext } from "@/server/kernel/transaction";
import type {
  MaintenanceRecord,
  MembershipRecord,
  OwnerRecord,
  PersonRecord,
  RecordKind,
  TeamRecord,
  TimeEntryRecord,
  ToolUseRecord,
} from "../core/records";
import type { RefusedRow } from "../schema";
import { resettleTeams } from "../store/histories";
import { servicesNamed } from "../store/names";
import * as store from "../store/records";
import { readSettings } from "../store/settings";
import { peopleNamed } from "./people";

type Of<T> = T & { source: string };

/** One that was read, and where it stood. */
export interface Given {
  index: number;
  value: { source: string } & Partial<Record<string, unknown>>;
}
interface Outcome extends store.Written {
  refused: RefusedRow[];
  warnings: RefusedRow[];
}

const of = <T>(given: readonly Given[]): (Of<T> & { index: number })[] =>
  given.map(({ index, value }) => ({ ...(value as Of<T>), index }));

/** Writes what was read, each thing once. */
export async function writeRecords(
  tx: TransactionContext,
  kind: RecordKind,
  given: readonly Given[],
): Promise<Outcome> {
  const none: Outcome = { created: 0, updated: 0, refused: [], warnings: [] };
  if (given.length === 0) return none;
  switch (kind) {
    case "people":
      return writePeople(tx, of<PersonRecord>(given));
    case "teams":
      return writeTeams(tx, of<TeamRecord>(given));
    case "memberships":
      return { ...none, ...(await writeMemberships(tx, of<MembershipRecord>(given))) };
    case "owners":
      return { ...none, ...(await writeOwners(tx, of<OwnerRecord>(given))) };
    case "maintenance":
      return { ...none, ...(await store.saveMaintenance(tx.db, of<MaintenanceRecord>(given))) };
    case "time-entries":
      return { ...none, ...(await store.saveTimeEntries(tx.db, of<TimeEntryRecord>(given))) };
    case "tool-uses": {
      const uses = of<ToolUseRecord>(given);
      const people = await named(tx, uses);
      const rows = uses.map(({ person, tool, day }) => ({ personId: people.get(person)!, tool, day }));
      return { ...none, ...(await store.saveToolUses(tx.db, rows)) };
    }
  }
}

const named = (tx: TransactionContext, rows: readonly { person: string }[]) =>
  peopleNamed(
    tx,
    rows.map(({ person }) => person),
    { create: true },
  );

async function writePeople(
  tx: TransactionContext,
  rows: readonly (Of<PersonRecord> & { index: number })[],
): Promise<Outcome> {
  const names = rows.flatMap(({ externalId, aliases = [] }) => [externalId, ...aliases]);
  // Two calls at once would both count as new whom only one of them makes.
  await store.lockPeople(tx.db);
  const before = await peopleNamed(tx, names, { create: false });
  const people = await peopleNamed(tx, names, { create: true });
  const joined = new Set<number>();
  const refused: RefusedRow[] = [];
  const taken: (typeof rows)[number][] = [];
  for (const row of rows) {
    const own = people.get(row.externalId)!;
    const others = [...new Set((row.aliases ?? []).map((alias) => people.get(alias)!))].filter(
      (id) => id !== own,
    );
    const accounts = await store.withAccounts(tx.db, [own, ...others]);
    if (accounts.size > 1) {
      refused.push({
        index: row.index,
        externalId: row.externalId,
        issues: [
          { path: "aliases", message: "Names people of several accounts: they cannot be one person." },
        ],
      });
      continue;
    }
    const [kept = own] = accounts;
    for (const gone of [own, ...others].filter((id) => id !== kept)) {
      await store.joinPeople(tx.db, kept, gone);
      for (const [name, id] of people) if (id === gone) people.set(name, kept);
      joined.add(kept);
    }
    taken.push(row);
  }
  const changed = new Set([
    ...(await store.savePeople(
      tx.db,
      taken.map(({ externalId, aliases: _a, source: _s, index: _i, ...facts }) => ({
        ...facts,
        id: people.get(externalId)!,
        isNew: !before.has(externalId),
      })),
    )),
    ...joined,
  ]);
  await resettleTeams(tx.db, [], [...joined]);
  const created = taken.filter(({ externalId }) => !before.has(externalId)).length;
  const updated = taken.filter(
    ({ externalId }) => before.has(externalId) && changed.has(people.get(externalId)!),
  ).length;
  return { created, updated, refused, warnings: [] };
}

/** A team cannot be above itself, by way of others either. */
async function writeTeams(
  tx: TransactionContext,
  rows: readonly (Of<TeamRecord> & { index: number })[],
): Promise<Outcome> {
  const parents = await store.lockParents(tx.db);
  const refused: RefusedRow[] = [];
  const taken: TeamRecord[] = [];
  for (const { index, source: _source, ...row } of rows) {
    if (row.parent && [...withAbove(row.parent, parents)].includes(row.team)) {
      const message = `"${row.team}" is itself at or above "${row.parent}": teams cannot stand in a circle.`;
      refused.push({ index, externalId: row.team, issues: [{ path: "parent", message }] });
      continue;
    }
    if (row.parent !== undefined) parents.set(row.team, row.parent);
    taken.push(row);
  }
  return { ...(await store.saveTeams(tx.db, taken)), refused, warnings: [] };
}

function withAbove(team: string, parents: ReadonlyMap<string, string | null>): Set<string> {
  const found = new Set<string>();
  for (let at: string | null = team; at && !found.has(at); at = parents.get(at) ?? null) found.add(at);
  return found;
}

async function writeMemberships(
  tx: TransactionContext,
  rows: readonly Of<MembershipRecord>[],
): Promise<store.Written> {
  const people = await named(tx, rows);
  const told = rows.map(({ person, ...row }) => ({ ...row, personId: people.get(person)! }));
  const before = await store.subjectsNamed(tx.db, "insight_memberships", told);
  const touched = [...new Set([...before, ...told.map(({ personId }) => String(personId))])];
  await store.assumeAgain(tx.db, "insight_memberships", touched);
  const written = await store.saveMemberships(tx.db, told);
  await store.yieldToTold(tx.db, "insight_memberships", touched);
  if (written.created + written.updated > 0) await resettleTeams(tx.db, [], touched.map(Number));
  return written;
}

/** Services may be called what their events call them. */
async function writeOwners(
  tx: TransactionContext,
  rows: readonly (Of<OwnerRecord> & { index: number })[],
): Promise<store.Written & { warnings: RefusedRow[] }> {
  const { serviceBlueprint } = await readSettings(tx.db);
  const known = await servicesNamed(tx.db, serviceBlueprint, [
    ...new Set(rows.map(({ service }) => service)),
  ]);
  const told = rows.map(({ service, ...row }) => ({ ...row, service: known.get(service) ?? service }));
  const before = await store.subjectsNamed(tx.db, "insight_service_owners", told);
  const touched = [...new Set([...before, ...told.map(({ service }) => service)])];
  await store.assumeAgain(tx.db, "insight_service_owners", touched);
  const written = await store.saveOwners(tx.db, told);
  await store.yieldToTold(tx.db, "insight_service_owners", touched);
  if (written.created + written.updated > 0) await resettleTeams(tx.db, touched, []);
  const warnings = rows
    .filter(({ service }) => !known.has(service))
    .map(({ index, externalId, service }) => ({
      index,
      externalId,
      issues: [
        { path: "service", message: `The catalog has no service "${service}". It is kept under this name.` },
      ],
    }));
  return { ...written, warnings };
}
