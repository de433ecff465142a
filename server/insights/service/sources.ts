import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import type { FeedKind } from "../core/records";
import type { RefusedRow } from "../schema";
import { batchesRefused } from "../store/batches";
import { resettleTeams } from "../store/histories";
import { servicesNamed } from "../store/names";
import * as store from "../store/overview";
import { readSettings } from "../store/settings";

export interface RefusedBatch {
  id: number;
  kind: FeedKind;
  source: string;
  at: Date;
  received: number;
  refused: number;
  rows: RefusedRow[];
}

export interface Sources {
  sources: store.SourceCounts[];
  /** The last batches of which something was refused; administrators only, as senders may put anything in. */
  refused: RefusedBatch[];
  unknownServices: store.UnknownService[];
  names: { name: string; service: string }[];
  matching: store.MatchCounts;
}

/** Where the figures come from: what was sent by whom, what was refused, and what could not be matched. */
export async function getSources(ctx: Context): Promise<Sources> {
  checkPermission(ctx.actor, "insights.read");
  const mayManage = mayWrite(ctx);
  return {
    sources: await store.countsBySource(ctx.db),
    refused: mayManage
      ? (await batchesRefused(ctx.db, 20)).map(
          ({ firstErrors, unchanged: _u, created: _c, updated: _up, by: _by, ...batch }) => ({
            ...batch,
            rows: firstErrors,
          }),
        )
      : [],
    unknownServices: mayManage ? await store.unknownServices(ctx.db, 50) : [],
    names: mayManage ? await store.serviceNames(ctx.db) : [],
    matching: await store.matchCounts(ctx.db),
  };
}

const mayWrite = ({ actor }: Context): boolean =>
  actor.kind === "system" || ((actor.kind === "user" || actor.kind === "client") && actor.role === "admin");

/**
 * Says which service of the catalog a name stands for; null: none any more. What was told under the name follows. Administrators
 * only. Throws Invalid for a service that there is not.
 */
export async function mapService(
  ctx: Context,
  { name, service }: { name: string; service: string | null },
): Promise<{ events: number }> {
  checkPermission(ctx.actor, "insights.manage");
  return transaction(ctx, async (tx) => {
    const { serviceBlueprint } = await readSettings(tx.db);
    const own = await servicesNamed(tx.db, serviceBlueprint, [service ?? name]);
    if (service !== null && own.get(service) !== service)
      throw Invalid.at(
        ["service"],
        `The catalog has no service "${service}" (blueprint ${serviceBlueprint}).`,
      );
    await store.saveServiceName(tx.db, name, service, actorId(tx.actor));
    const events = await store.renameService(tx.db, name, service ?? name, service !== null);
    await resettleTeams(tx.db, [service ?? name], []);
    await audit(tx, {
      action: "UPDATE",
      resourceType: "insight_service_name",
      resourceId: name,
      diff: { after: { service, events } },
    });
    return { events };
  });
}
