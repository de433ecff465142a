import { createPage } from "@/server/dashboards/service/change-pages";
import { getInsightSettings } from "@/server/insights/service/settings";
import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { demoFolder, demoPages } from "../core/pages";
import { pageIds } from "../store/pages";
import { noteItems } from "../store/scenario";
import type { Stage } from "./steps";

/** Makes a folder with dashboards over what has come in. Everybody reads them. */
export async function loadPages(ctx: Context, { calendar, done }: Stage): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { serviceBlueprint } = await getInsightSettings(tx);
    const folder = await createPage(tx, demoFolder());
    const made = [folder.identifier];
    for (const page of demoPages(calendar, serviceBlueprint))
      made.push((await createPage(tx, { ...page, parent: folder.identifier })).identifier);
    await noteItems(tx.db, "page", await pageIds(tx.db, made));
    await done(tx.db);
  });
}
