import { entityIdOf } from "@/server/catalog/service/by-id";
import { read } from "@/server/catalog/service/write";
import { requireUser, type Context } from "@/server/kernel/context";
import { DomainError, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import type { WidgetData } from "../core/data";
import { widgetOf } from "../core/page";
import { filledWidget } from "../core/placeholders";
import { type Widget, widgetSchema } from "../core/widgets/union";
import { type Look, lookSchema, type PageDefinition, type PageType } from "../schema";
import { addVisit } from "../store/visits";
import { type Ask, knownBy } from "./data/ask";
import { barsData } from "./data/bars";
import { entityData, graphData, tableData } from "./data/entities";
import { costData, metricData } from "./data/insight";
import { linesData } from "./data/lines";
import { auditData, runData, runsData } from "./data/lists";
import { actionsData, mineData } from "./data/mine";
import { numberData } from "./data/number";
import { teamData, teamsData, userData, usersData } from "./data/people";
import { relatedData } from "./data/related";
import { frameData, linksData, textData } from "./data/words";
import { readablePage } from "./pages";

/**
 * What a widget of a page shows to whoever asks, through the page's filters or those that they chose instead. A widget that
 * cannot be shown says why. Throws NotFound for the page or the widget.
 */
export async function pageWidgetData(
  ctx: Context,
  identifier: string,
  widgetId: string,
  look: Look = {},
): Promise<WidgetData> {
  const { row } = await readablePage(ctx, identifier);
  const widget = widgetOf(row.definition, widgetId);
  if (!widget) throw new NotFound("Widget", widgetId);
  return shown(ctx, widget, look, row.definition, row);
}

/** What a widget would show, for an editor. Throws Invalid with paths. */
export async function previewWidget(ctx: Context, input: unknown, look: Look = {}): Promise<WidgetData> {
  checkPermission(ctx.actor, "dashboards.read");
  return shown(ctx, read(widgetSchema, input), look, {});
}

async function shown(
  ctx: Context,
  widget: Widget,
  input: Look,
  page: Pick<Partial<PageDefinition>, "filters" | "range">,
  of?: { type: PageType; blueprint: string | null },
): Promise<WidgetData> {
  const look = read(lookSchema, input);
  const { entity } = look;
  if (entity && of && (of.type !== "entity" || of.blueprint !== entity.blueprint))
    return { kind: "refused", why: `This page is not for entities of "${entity.blueprint}".` };
  try {
    const known = await knownBy(ctx, of?.blueprint ?? null, entity);
    const filled = filledWidget(widget, known);
    if (filled.lacks)
      return {
        kind: "refused",
        why: "It is about one entity: open the page on an entity, or choose one above.",
      };
    const ask: Ask = {
      ctx,
      filters: look.filters ?? page.filters ?? [],
      range: look.range ?? page.range,
      timeZone: look.timeZone ?? "UTC",
      known,
    };
    return await dataOf(ask, filled.widget);
  } catch (error) {
    // One widget that cannot be shown is no reason for the others not to be.
    if (error instanceof DomainError) return { kind: "refused", why: error.message };
    throw error;
  }
}

async function dataOf(ask: Ask, widget: Widget): Promise<WidgetData> {
  switch (widget.type) {
    case "entities-number-chart":
      return numberData(ask, widget);
    case "entities-pie-chart":
    case "bar-chart":
      return barsData(ask, widget);
    case "line-chart":
      return linesData(ask, widget);
    case "metric":
      return metricData(ask, widget);
    case "cost":
      return costData(ask, widget);
    case "table-entities-explorer":
      return tableData(ask, widget);
    case "table-entities-explorer-by-direction":
      return relatedData(ask, widget);
    case "graph-entities-explorer":
      return graphData(ask, widget);
    case "entity-info":
    case "entity-details":
      return entityData(ask, widget);
    case "markdown":
      return textData(ask, widget);
    case "links-widget":
      return linksData(ask, widget);
    case "iframe-widget":
      return frameData(ask, widget);
    case "action-card-widget":
    case "recently-used-actions":
      return actionsData(ask, widget);
    case "action-runs-table-widget":
    case "runs-table":
      return runsData(ask, widget);
    case "run-info":
      return runData(ask, widget);
    case "table-audit-log":
      return auditData(ask, widget);
    case "users-table":
      return usersData(ask, widget);
    case "teams-table":
      return teamsData(ask, widget);
    case "user-info":
      return userData(ask, widget);
    case "team-info":
      return teamData(ask, widget);
    case "my-entities":
    case "recently-viewed-entities":
      return mineData(ask, widget);
    case "grouper":
    case "dashboard-widget":
      return { kind: "group" };
    case "ai-agent":
      return {
        kind: "refused",
        why: "This portal has no AI agents. The widget is kept, so that the page can go back.",
      };
    case "workflow-runs-history-table":
      return {
        kind: "refused",
        why: "Workflows are run elsewhere: this portal knows runs of actions. Use a table of runs instead.",
      };
  }
}

/** Notes that the actor looked at an entity. Throws NotFound, also for one that they may not read. */
export async function noteVisit(ctx: Context, blueprint: string, identifier: string): Promise<void> {
  const { id } = requireUser(ctx);
  const entityId = await entityIdOf(ctx, blueprint, identifier);
  await transaction(ctx, (tx) => addVisit(tx.db, id, entityId));
}
