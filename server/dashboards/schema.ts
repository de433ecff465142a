import { z } from "zod";
import { querySchema } from "@/server/catalog/core/query/check";
import { strict } from "@/server/catalog/core/strict";
import { rangeSchema } from "@/server/metrics/schema";
import { key, name, words } from "./core/widgets/parts";
import { layoutSchema, widgetSchema, type Widget, type Layout } from "./core/widgets/union";

/**
 * blueprint-entities: the entities of one blueprint, arranged anew. entity: shown on each entity of a blueprint, as a tab of its
 * page. home: at most one, where people begin.
 */
export const PAGE_TYPES = ["dashboard", "home", "blueprint-entities", "entity", "folder"] as const;
export type PageType = (typeof PAGE_TYPES)[number];

export const MAX_PAGES = 2_000;
/** Widgets of a page, with those in groups. */
export const MAX_WIDGETS = 100;
/** Of the definition, as JSON. */
export const MAX_PAGE_BYTES = 512 * 1024;
/** A folder in a folder in a folder. */
export const MAX_FOLDER_DEPTH = 3;
/** A grid in a tab in a grid in a tab. */
export const MAX_WIDGET_DEPTH = 4;

export const pageIdentifier = z
  .string()
  .min(1, "An identifier has at least one character.")
  .max(100, "An identifier has at most 100 characters.")
  .refine(
    (text) => /^\$?(?!\.{1,2}$)[\p{L}0-9@_.+:\\/-]+$/u.test(text),
    "Use letters, digits and @ _ . + : \\ / - only.",
  );

/**
 * Narrows what the widgets of a page show. With a blueprint, those over it alone; without, each whose blueprint has what the
 * query names.
 */
export const pageFilterSchema = strict({
  id: z.string().min(1).max(100).optional(),
  title: words(200).optional(),
  blueprint: name(100).optional(),
  query: querySchema,
});
export type PageFilter = z.infer<typeof pageFilterSchema>;

export const pageFiltersSchema = z.array(pageFilterSchema).max(20, "A page has at most 20 filters.");

/** What is on a page. Without a layout each widget has a row of its own. */
export const definitionSchema = strict({
  widgets: z.array(widgetSchema).max(MAX_WIDGETS, `A page has at most ${MAX_WIDGETS} widgets.`).default([]),
  layout: layoutSchema.optional(),
  filters: pageFiltersSchema.optional(),
  /** Of metrics and costs that have none of their own. */
  range: rangeSchema.optional(),
});
export type DefinitionInput = z.input<typeof definitionSchema>;
export type GivenDefinition = z.output<typeof definitionSchema>;
/** As it is stored: each widget has an id, and a place. */
export interface PageDefinition {
  widgets: Widget[];
  layout: Layout;
  filters?: PageFilter[] | undefined;
  range?: z.infer<typeof rangeSchema> | undefined;
}

const grantSchema = strict({
  users: z.array(words(200)).max(500).optional(),
  roles: z.array(words(200)).max(50).optional(),
  teams: z.array(words(200)).max(500).optional(),
});
export const pagePermissionsSchema = strict({ read: grantSchema.optional(), update: grantSchema.optional() });
export type PagePermissionsInput = z.infer<typeof pagePermissionsSchema>;
export interface PageGrant {
  users: string[];
  roles: string[];
  teams: string[];
}
/** Who may read and who may change a page, beside administrators and whoever made it. */
export interface PagePermissions {
  read: PageGrant;
  update: PageGrant;
}

const title = words(200).trim().min(1, "Give the page a name.");
const shown = {
  title,
  icon: words(100).nullish(),
  description: words(2000).nullish(),
  locked: z.boolean().optional(),
};
const place = {
  /** Identifier of a folder; null or left out: the top. */
  parent: pageIdentifier.nullish(),
  /** Identifier of what it comes after in its folder; null: it is the first. Left out: the last. */
  after: pageIdentifier.nullish(),
};

export const createPageSchema = strict({
  /** Left out: made of the title. */
  identifier: pageIdentifier.optional(),
  type: z.enum(PAGE_TYPES).default("dashboard"),
  /** Of blueprint-entities and entity. */
  blueprint: name(100).optional(),
  ...shown,
  ...place,
  definition: definitionSchema.optional(),
  permissions: pagePermissionsSchema.optional(),
});
export type CreatePageInput = z.input<typeof createPageSchema>;

/** What is left out stays. */
export const updatePageSchema = strict({
  /** The revision that the change is of; when the page is at another, it is refused. */
  expectedRevision: z.number().int().min(1).optional(),
  /** Another identifier; links to the one before lead nowhere. */
  newIdentifier: pageIdentifier.optional(),
  ...shown,
  title: title.optional(),
  definition: definitionSchema.optional(),
});
export type UpdatePageInput = z.input<typeof updatePageSchema>;

export const movePageSchema = strict(place);
export type MovePageInput = z.input<typeof movePageSchema>;

/** What somebody looks through a page with; left out, the page's own. */
export const lookSchema = strict({
  filters: pageFiltersSchema.optional(),
  range: rangeSchema.optional(),
  /** By whose clock days begin where a widget does not say. */
  timeZone: key.optional(),
  /** What a page for entities is opened for. */
  entity: strict({ blueprint: name(100), identifier: name() }).optional(),
});
export type Look = z.infer<typeof lookSchema>;

export interface PageRights {
  update: boolean;
  delete: boolean;
  share: boolean;
}

/** A page as the navigation shows it. What is in a folder that the reader may not see stands at the top. */
export interface PageNode {
  identifier: string;
  type: PageType;
  title: string;
  icon: string | null;
  description: string | null;
  blueprint: string | null;
  locked: boolean;
  parent: string | null;
  updatedAt: string;
  rights: PageRights;
  /** Of a folder, in order. */
  children: PageNode[];
}

export interface PageView extends Omit<PageNode, "children"> {
  definition: PageDefinition;
  revision: number;
  createdAt: string;
  createdBy: string;
  createdByName: string;
  updatedBy: string;
  updatedByName: string;
  /** For whoever may share it. */
  permissions: PagePermissions | null;
}
