import { encrypt, fingerprint } from "@/server/kernel/secrets";
import type { TransactionContext } from "@/server/kernel/transaction";
import { isBotName } from "../core/words";
import { findPeople, peopleWith } from "../store/names";

export const PERSON = "insight-person";

/** By which a name of a person is looked up: the same for every way of writing it. */
export const personHash = (name: string): string => fingerprint(PERSON, name.trim().toLowerCase());

/** The ids of people by the names that sources have for them, those that are new among them where they may be made. */
export async function peopleNamed(
  tx: TransactionContext,
  names: readonly string[],
  { create }: { create: boolean },
): Promise<Map<string, number>> {
  const hashes = new Map([...new Set(names)].map((name) => [name, personHash(name)]));
  const byHash = create
    ? await peopleWith(
        tx.db,
        [...new Map([...hashes].map(([name, hash]) => [hash, name]))].map(([hash, name]) => ({
          hash,
          sealed: encrypt(PERSON, name),
          isBot: isBotName(name),
        })),
      )
    : await findPeople(tx.db, [...hashes.values()]);
  return new Map(
    [...hashes].flatMap(([name, hash]): [string, number][] => {
      const id = byHash.get(hash);
      return id === undefined ? [] : [[name, id]];
    }),
  );
}
