import { z } from "zod";
import { read } from "@/server/catalog/service/write";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { gridOf, ROOT } from "../core/document";
import { widgetOf, withoutWidget, withWidget } from "../core/page";
import { type Widget, widgetSchema } from "../core/widgets/union";
import type { GivenDefinition, PageDefinition, PageView } from "../schema";
import { changed, settled } from "./change-pages";
import { type AnyContext, pageForChange, viewOf } from "./pages";

/** Single widgets of a page. Each throws NotFound, Forbidden, Invalid with paths in the widget, Conflict, and Limit. */

async function write(
  ctx: AnyContext,
  identifier: string,
  expectedRevision: number | undefined,
  decide: (definition: PageDefinition) => GivenDefinition,
): Promise<PageView> {
  return transaction(ctx, async (tx) => {
    const before = await pageForChange(tx, identifier, "update", expectedRevision);
    if (before.type === "folder") throw Invalid.at([], "A folder has pages, not widgets.");
    const definition = settled(decide(before.definition), []);
    return viewOf(tx, await changed(tx, before, { definition }));
  });
}

/** Adds a widget in a row of its own at the end. */
export async function addWidget(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  expectedRevision?: number,
): Promise<{ page: PageView; id: string }> {
  const widget = read(widgetSchema, input);
  const page = await write(ctx, identifier, expectedRevision, (definition) => ({
    ...definition,
    widgets: [...definition.widgets, widget],
  }));
  return { page, id: page.definition.widgets.at(-1)!.id! };
}

/** Changes those keys of a widget that are given; one of another type takes its place. Its id and place stay. */
export async function changeWidget(
  ctx: AnyContext,
  identifier: string,
  widgetId: string,
  input: unknown,
  expectedRevision?: number,
): Promise<PageView> {
  const patch = read(z.record(z.string(), z.unknown()), input);
  return write(ctx, identifier, expectedRevision, (definition) => {
    const before = widgetOf(definition, widgetId) ?? (widgetId === ROOT ? gridOf(definition) : undefined);
    if (!before) throw new NotFound("Widget", widgetId);
    const isOther = patch.type !== undefined && patch.type !== before.type;
    const after = read(widgetSchema, isOther ? patch : { ...before, ...patch, id: before.id });
    return widgetOf(definition, widgetId)
      ? withWidget(definition, widgetId, after)!
      : ofRoot(definition, after);
  });
}

/** The page's own grid is changed as a whole. */
function ofRoot(definition: PageDefinition, grid: Widget): GivenDefinition {
  if (grid.type !== "dashboard-widget")
    throw Invalid.at(["type"], 'The widget that is the page itself stays a "dashboard-widget".');
  return { ...definition, widgets: grid.widgets, layout: grid.layout };
}

/** Takes a widget off its page, and its place. */
export async function removeWidget(
  ctx: AnyContext,
  identifier: string,
  widgetId: string,
  expectedRevision?: number,
): Promise<PageView> {
  return write(ctx, identifier, expectedRevision, (definition) => {
    const without = withoutWidget(definition, widgetId);
    if (!without) throw new NotFound("Widget", widgetId);
    return without;
  });
}
