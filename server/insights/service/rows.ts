import type { TransactionContext } from "@/server/kernel/transaction";
import type { Known } from "../core/merge";
import { resolve, serviceNameOf } from "../core/rows";
import type { WordKind } from "../core/words";
import type { InsightSettings } from "../schema";
import { membershipsOf, ownersOf, servicesNamed } from "../store/names";

/** What is written of things by what is known of them, by key; and names of services that the catalog does not have. */
export async function rowsOf(
  tx: TransactionContext,
  kind: WordKind,
  settings: InsightSettings,
  subjects: readonly { source: string; externalId: string; known: Known | null }[],
): Promise<{ of: Map<string, Record<string, unknown>>; unknown: Set<string> }> {
  const names = new Set<string>();
  const people = new Set<number>();
  for (const { known } of subjects) {
    const name = known && serviceNameOf(kind, known);
    if (name) names.add(name);
    const person = known?.facts.authorId ?? known?.facts.openedById;
    if (typeof person === "number") people.add(person);
  }
  const services = await servicesNamed(tx.db, settings.serviceBlueprint, [...names]);
  const around = {
    settings,
    services,
    owners: await ownersOf(tx.db, [...new Set([...names, ...services.values()])]),
    memberships: await membershipsOf(tx.db, [...people]),
  };
  return {
    of: new Map(
      subjects.map(({ source, externalId, known }) => [
        `${source}\n${externalId}`,
        resolve(kind, known!, around),
      ]),
    ),
    unknown: new Set([...names].filter((name) => !services.has(name))),
  };
}
