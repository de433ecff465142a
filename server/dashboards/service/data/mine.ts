import { galleryOf } from "@/server/actions/service/gallery";
import { entitiesById, entitiesOfMyTeams, type NamedEntity } from "@/server/catalog/service/by-id";
import { actorId } from "@/server/kernel/context";
import type { WidgetData } from "../../core/data";
import type { Leaf } from "../../core/widgets/union";
import { visitsOf } from "../../store/visits";
import type { Ask } from "./ask";
import { path, rowsOf } from "./lists";

/** What is the viewer's own: actions that they may run, and entities of their teams or that they looked at. */

type Of<T extends Leaf["type"]> = Extract<Leaf, { type: T }>;

const MOST_MINE = 50;
const MOST_RECENT = 20;

/** Actions that the viewer may run, of those that the widget names or that they ran last. */
export async function actionsData(
  ask: Ask,
  widget: Of<"action-card-widget" | "recently-used-actions">,
): Promise<WidgetData> {
  const { actions, recent } = await galleryOf(ask.ctx);
  const named =
    widget.type === "action-card-widget"
      ? widget.actions.map(({ action }) => action)
      : recent.map((one) => one.identifier);
  const shown = named.flatMap(
    (identifier) => actions.find((action) => action.identifier === identifier) ?? [],
  );
  if (!shown.length)
    return {
      kind: "empty",
      text:
        widget.type === "action-card-widget"
          ? "There is none of these actions, or you may not run them."
          : "Actions that you run stand here.",
    };
  return {
    kind: "actions",
    actions: shown.map(({ identifier, title, description, icon, blueprint }) => ({
      identifier,
      title,
      description,
      icon,
      blueprint,
      href: path("actions", identifier),
    })),
  };
}

/** Entities of the viewer's teams, or those that they looked at last. */
export async function mineData(
  ask: Ask,
  widget: Of<"my-entities" | "recently-viewed-entities">,
): Promise<WidgetData> {
  if (widget.type === "my-entities")
    return entityRows(
      widget.title ?? "Of your teams",
      await entitiesOfMyTeams(ask.ctx, MOST_MINE),
      "Entities that your teams own stand here.",
      notNarrowed(ask),
    );
  const visits = await visitsOf(ask.ctx.db, actorId(ask.ctx.actor), MOST_RECENT);
  const entities = await entitiesById(
    ask.ctx,
    visits.map(({ entityId }) => entityId),
  );
  const inOrder = visits.flatMap(({ entityId }) => entities.find(({ id }) => id === entityId) ?? []);
  return entityRows(
    widget.title ?? "Looked at lately",
    inOrder,
    "Entities that you look at stand here.",
    notNarrowed(ask),
  );
}

const notNarrowed = (ask: Ask): string[] =>
  ask.filters.length ? ["The filters of the page do not narrow what is yours."] : [];

const entityRows = (
  title: string,
  entities: readonly NamedEntity[],
  emptyText: string,
  notes: string[],
): WidgetData =>
  rowsOf(
    title,
    [
      ["title", "Entity"],
      ["blueprint", "Blueprint"],
      ["team", "Team"],
      ["updatedAt", "Last changed", "instant"],
    ],
    entities.map(({ blueprint, identifier, title: name, team, updatedAt }) => ({
      id: `${blueprint}/${identifier}`,
      href: path("catalog", blueprint, identifier),
      cells: {
        title: name ?? identifier,
        blueprint,
        team: team.join(", ") || null,
        updatedAt: updatedAt.toISOString(),
      },
    })),
    { emptyText, notes },
  );
