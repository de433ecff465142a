import { createEntities } from "@/server/catalog/service/bulk";
import { createBlueprint, listBlueprints } from "@/server/catalog/service/blueprints";
import { MAX_BULK } from "@/server/catalog/schema";
import { getInsightSettings } from "@/server/insights/service/settings";
import type { Context } from "@/server/kernel/context";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { SERVICE_BLUEPRINT } from "../core/blueprint";
import type { Calendar } from "../core/calendar";
import { DEMO_SERVICES, type DemoService, HANDOVER, ownerOn, repositoryOf } from "../core/services";
import { DOMAIN } from "../core/teams";
import { entityIds, writeOwners } from "../store/catalog";
import { noteItems } from "../store/scenario";
import type { Stage } from "./steps";

const LONG_AGO = new Date(0).toISOString();

/** Makes the services that are not there, and says who owned each and when. */
export async function loadCatalog(ctx: Context, { calendar, done }: Stage): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { serviceBlueprint } = await getInsightSettings(tx);
    await requireBlueprint(tx, serviceBlueprint);
    const known = await entityIds(
      tx.db,
      serviceBlueprint,
      DEMO_SERVICES.map(({ identifier }) => identifier),
    );
    const services = DEMO_SERVICES.filter(({ identifier }) => !known.has(identifier));
    for (let from = 0; from < services.length; from += MAX_BULK)
      await addServices(tx, serviceBlueprint, services.slice(from, from + MAX_BULK));
    const ids = await entityIds(
      tx.db,
      serviceBlueprint,
      services.map(({ identifier }) => identifier),
    );
    await noteItems(tx.db, "entity", [...ids.values()]);
    await writeOwners(
      tx.db,
      services.flatMap((service) => ownersOf(service, calendar)),
    );
    await done(tx.db);
  });
}

async function requireBlueprint(tx: TransactionContext, identifier: string): Promise<void> {
  if ((await listBlueprints(tx)).some((one) => one.identifier === identifier)) return;
  await createBlueprint(tx, { ...SERVICE_BLUEPRINT, identifier });
  await noteItems(tx.db, "blueprint", [identifier]);
}

async function addServices(
  tx: TransactionContext,
  blueprint: string,
  services: readonly DemoService[],
): Promise<void> {
  const { errors } = await createEntities(tx, blueprint, services.map(entityOf));
  if (errors[0]) throw errors[0].error;
}

const entityOf = (service: DemoService) => {
  const { identifier, title, language, tier, readme, dependsOn } = service;
  const team = ownerOn(service, -1);
  return {
    identifier,
    title,
    team: [team],
    properties: {
      language,
      tier,
      repository: `https://git.${DOMAIN}/${repositoryOf(service)}`,
      on_call: `${team}@${DOMAIN}`,
      readme,
    },
    relations: { depends_on: [...dependsOn] },
  };
};

function ownersOf(
  { identifier, team }: DemoService,
  calendar: Calendar,
): { service: string; team: string; startsAt: string; endsAt: string | null }[] {
  if (identifier !== HANDOVER.service)
    return [{ service: identifier, team, startsAt: LONG_AGO, endsAt: null }];
  const moved = calendar.at(HANDOVER.on, 0);
  return [
    { service: identifier, team: HANDOVER.from, startsAt: LONG_AGO, endsAt: moved },
    { service: identifier, team: HANDOVER.to, startsAt: moved, endsAt: null },
  ];
}
