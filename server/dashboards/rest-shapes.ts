import { z } from "@hono/zod-openapi";
import { gridOf, ROOT } from "./core/document";
import { PAGE_TYPES, type PageNode, type PageView } from "./schema";

/** Shapes that the routes of pages give out. */

const grant = z.object({
  users: z.array(z.string()),
  roles: z.array(z.string()),
  teams: z.array(z.string()),
});
export const permissionsShape = z.object({ read: grant, update: grant }).openapi("PagePermissions");

const head = {
  identifier: z.string(),
  type: z.enum(PAGE_TYPES),
  title: z.string(),
  icon: z.string().nullable(),
  description: z.string().nullable(),
  blueprint: z.string().nullable(),
  locked: z.boolean(),
  /** Identifier of its folder; null: the top, or a folder that one may not read. */
  parent: z.string().nullable(),
  updatedAt: z.string(),
};
export const pageHeadShape = z.object(head).openapi("PageHead");
export const pageShape = z
  .object({
    ...head,
    /** One grid; in it the widgets, in the published shapes. */
    widgets: z.array(z.looseObject({ id: z.string(), type: z.string() })),
    filters: z.array(z.looseObject({})).optional(),
    range: z.looseObject({}).optional(),
    revision: z.number().int(),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedBy: z.string(),
  })
  .openapi("Page");

type Head = z.infer<typeof pageHeadShape>;
type Page = z.infer<typeof pageShape>;

export const publishedHead = (node: Omit<PageNode, "children">): Head => {
  const { identifier, type, title, icon, description, blueprint, locked, parent, updatedAt } = node;
  return { identifier, type, title, icon, description, blueprint, locked, parent, updatedAt };
};

/** A page as the published API has it. */
export const publishedPage = (page: PageView): Page => ({
  ...publishedHead(page),
  widgets: page.type === "folder" ? [] : [{ ...gridOf(page.definition), id: ROOT }],
  ...(page.definition.filters
    ? { filters: page.definition.filters as unknown as Record<string, unknown>[] }
    : {}),
  ...(page.definition.range ? { range: page.definition.range } : {}),
  revision: page.revision,
  createdAt: page.createdAt,
  createdBy: page.createdBy,
  updatedBy: page.updatedBy,
});

/** What a page is sent as; the verb reads it, so that each fault has its path. */
export const documentBody = z
  .looseObject({
    identifier: z.string().optional().openapi({ description: "Left out: made of the title." }),
    type: z.enum(PAGE_TYPES).optional(),
    title: z.string(),
    icon: z.string().nullish(),
    description: z.string().nullish(),
    blueprint: z.string().nullish().openapi({ description: "Of blueprint-entities and entity." }),
    locked: z.boolean().optional(),
    parent: z.string().nullish().openapi({ description: "Identifier of a folder." }),
    after: z
      .string()
      .nullish()
      .openapi({ description: "Identifier of what it comes after in its folder; null: it is the first." }),
    widgets: z
      .array(z.looseObject({ type: z.string() }))
      .optional()
      .openapi({ description: "One dashboard-widget, or any widgets: then each has a row of its own." }),
    filters: z.array(z.looseObject({ query: z.looseObject({}) })).optional(),
    range: z.looseObject({}).optional(),
    permissions: z.looseObject({}).optional(),
  })
  .openapi("PageInput");
