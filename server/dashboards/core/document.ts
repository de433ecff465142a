import { z } from "zod";
import { strict } from "@/server/catalog/core/strict";
import { rangeSchema } from "@/server/metrics/schema";
import {
  type GivenDefinition,
  MAX_WIDGETS,
  PAGE_TYPES,
  type PageDefinition,
  type PageFilter,
  pageFiltersSchema,
  pageIdentifier,
  type PagePermissions,
  pagePermissionsSchema,
  type PageType,
} from "../schema";
import { settleDefinition } from "./page";
import { mergePermissions } from "./rights";
import { words } from "./widgets/parts";
import { type Grid, type Widget, widgetSchema } from "./widgets/union";

/** The id of the grid that is the page itself, in documents. */
export const ROOT = "page";

/** A page as the published API and files have it: its widgets are in one grid. */
export interface PageDocument {
  identifier: string;
  type: PageType;
  title: string;
  icon: string | null;
  description: string | null;
  blueprint?: string;
  locked: boolean;
  /** A folder; null: the top. */
  parent: string | null;
  /** What it comes after there; null: nothing. */
  after?: string | null;
  widgets: Widget[];
  filters?: PageFilter[];
  range?: PageDefinition["range"];
  /** Left out: the default. */
  permissions?: PagePermissions;
  /** E-mail address of whoever made it, in bundles. */
  owner?: string;
}

const ignored = z.unknown().optional();

/** A page as it is sent. What comes back with one and says nothing of what is on it is passed over. */
export const pageDocumentSchema = strict({
  identifier: pageIdentifier.optional(),
  type: z.enum(PAGE_TYPES).default("dashboard"),
  title: words(200).trim().min(1, "Give the page a name."),
  icon: words(100).nullish(),
  description: words(2000).nullish(),
  blueprint: words(100).min(1).nullish(),
  locked: z.boolean().optional(),
  parent: pageIdentifier.nullish(),
  after: pageIdentifier.nullish(),
  widgets: z.array(widgetSchema).max(MAX_WIDGETS, `A page has at most ${MAX_WIDGETS} widgets.`).default([]),
  filters: pageFiltersSchema.optional(),
  range: rangeSchema.optional(),
  permissions: pagePermissionsSchema.optional(),
  owner: words(200).nullish(),
  createdAt: ignored,
  createdBy: ignored,
  updatedAt: ignored,
  updatedBy: ignored,
  revision: ignored,
});
export type GivenDocument = z.output<typeof pageDocumentSchema>;

/** What is on a page that is sent: its one grid, or widgets without any. */
export function definitionOf({ widgets, filters, range }: GivenDocument): GivenDefinition {
  const [only] = widgets;
  const rest = { ...(filters ? { filters } : {}), ...(range ? { range } : {}) };
  return widgets.length === 1 && only?.type === "dashboard-widget"
    ? { widgets: only.widgets, layout: only.layout, ...rest }
    : { widgets, ...rest };
}

/** Where in the document a fault of its definition is. */
export const pathInDocument = (
  { widgets }: Pick<GivenDocument, "widgets">,
  path: (string | number)[],
): (string | number)[] =>
  widgets.length === 1 &&
  widgets[0]?.type === "dashboard-widget" &&
  ["widgets", "layout"].includes(String(path[0]))
    ? ["widgets", 0, ...path]
    : path;

/** The one grid of a page. */
export const gridOf = ({ widgets, layout }: PageDefinition): Grid => ({
  id: ROOT,
  type: "dashboard-widget",
  layout,
  widgets,
});

interface Page {
  identifier: string;
  type: PageType;
  title: string;
  icon: string | null;
  description: string | null;
  blueprint: string | null;
  locked: boolean;
  definition: PageDefinition;
}

/** A page as a document. */
export function documentOf(
  page: Page,
  place: { parent: string | null; after?: string | null },
  permissions: PagePermissions | null,
  owner?: string,
): PageDocument {
  const { identifier, type, title, icon, description, blueprint, locked, definition } = page;
  return {
    identifier,
    type,
    title,
    icon,
    description,
    ...(blueprint === null ? {} : { blueprint }),
    locked,
    ...place,
    widgets: type === "folder" ? [] : [gridOf(definition)],
    ...(definition.filters ? { filters: definition.filters } : {}),
    ...(definition.range ? { range: definition.range } : {}),
    ...(permissions ? { permissions } : {}),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** A document in the form in which equal pages are equal; one that cannot be read stays as it is, for its verb to refuse. */
export function normalDocument(document: Record<string, unknown>): Record<string, unknown> {
  const { success, data } = pageDocumentSchema.safeParse(document);
  if (!success || data.identifier === undefined) return document;
  const { definition, issues } = settleDefinition(definitionOf(data));
  if (issues.length) return document;
  const page: Page = {
    identifier: data.identifier,
    type: data.type,
    title: data.title,
    icon: data.icon ?? null,
    description: data.description ?? null,
    blueprint: data.blueprint ?? null,
    locked: data.locked ?? false,
    definition,
  };
  const place = { parent: data.parent ?? null, ...(data.after === undefined ? {} : { after: data.after }) };
  // Whose it is is said where it is made, and stays.
  const permissions = data.permissions ? mergePermissions(null, data.permissions) : null;
  return documentOf(page, place, permissions) as unknown as Record<string, unknown>;
}
