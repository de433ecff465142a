import type { Context } from "@/server/kernel/context";
import { actorId } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { COMPONENTS, downtimes, findings, PROBE_MINUTES, tickets } from "../core/operations";
import { helpTickets, platformUse } from "../core/runs";
import { timeEntries, toolUses, visits } from "../core/signals";
import { noteProbes, writeProbes, writeVisits } from "../store/signals";
import { send } from "./load-events";
import type { Stage } from "./steps";

/** What people asked for, what scanners found, and how the platform stood. */
export async function loadOperations(ctx: Context, { calendar, done }: Stage): Promise<void> {
  await send(ctx, "tickets", [...tickets(calendar), ...helpTickets(platformUse(calendar).runs)]);
  await send(ctx, "findings", findings(calendar));
  const { outages, maintenance } = downtimes(calendar);
  await send(
    ctx,
    "maintenance",
    maintenance.map((span, n) => ({ ...span, externalId: `maintenance-${n + 1}` })),
  );
  await transaction(ctx, async (tx) => {
    const span = { from: calendar.at(calendar.first, 0), to: calendar.at(0, 0) };
    const count = await writeProbes(tx.db, {
      ...span,
      minutes: PROBE_MINUTES,
      components: COMPONENTS,
      outages,
    });
    await noteProbes(tx.db, count, actorId(tx.actor));
    await done(tx.db);
  });
}

/** How people used the portal, their tools and their time. */
export async function loadSignals(ctx: Context, { calendar, done }: Stage): Promise<void> {
  await send(ctx, "time-entries", timeEntries(calendar));
  await send(
    ctx,
    "tool-uses",
    toolUses(calendar).map(({ email, tool, day }) => ({ person: email, tool, day })),
  );
  await transaction(ctx, async (tx) => {
    await writeVisits(tx.db, visits(calendar));
    await done(tx.db);
  });
}
