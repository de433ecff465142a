import type { Context } from "@/server/kernel/context";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import * as store from "../store/histories";
import { giveService, namesMissed } from "../store/known";
import { servicesNamed } from "../store/names";
import { readSettings } from "../store/settings";
import { peopleNamed } from "./people";

/** Gives events of names that the catalog did not have, and has now, their service. Out: the services that got some. */
async function attributeKnown(tx: TransactionContext, blueprint: string): Promise<string[]> {
  const names = await namesMissed(tx.db, blueprint);
  const services = await servicesNamed(tx.db, blueprint, names);
  for (const [name, service] of services) await giveService(tx.db, name, service);
  return [...new Set(services.values())];
}

/**
 * Follows what the catalog and the portal say of people, teams and owners: from when until when each held. What was told of
 * those whose history changed gets the team of its time anew. To be called again and again; it writes nothing when nothing is new.
 */
export async function followHistories(ctx: Context): Promise<void> {
  await transaction(ctx, async (tx) => {
    await store.followTeams(tx.db);
    const users = await store.usersApart(tx.db);
    const people = await peopleNamed(
      tx,
      users.map(({ email }) => email),
      { create: true },
    );
    for (const { id, email } of users) {
      const person = people.get(email);
      if (person !== undefined) await store.nameUser(tx.db, person, id);
    }
    const { serviceBlueprint } = await readSettings(tx.db);
    const services = await store.followOwners(tx.db, serviceBlueprint);
    const members = await store.followMemberships(tx.db);
    const found = await attributeKnown(tx, serviceBlueprint);
    await store.resettleTeams(tx.db, [...new Set([...services, ...found])], members);
  });
}
