import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import {
  createPageSchema,
  lookSchema,
  movePageSchema,
  pageIdentifier,
  pagePermissionsSchema,
  updatePageSchema,
} from "./schema";
import { createPage, duplicatePage, removePage, updatePage } from "./service/change-pages";
import { exportPage, importPage } from "./service/documents";
import { getPagePermissions, setPagePermissions } from "./service/page-permissions";
import { getPage, listPages, pagesForEntities } from "./service/pages";
import { movePage } from "./service/place-pages";
import { noteVisit, pageWidgetData, previewWidget } from "./service/widget-data";

const identifier = pageIdentifier;

/** Pages of widgets. Whoever is signed in may read and make them; the verbs say which ones. */
export const dashboardsRouter = router({
  /** Folders and pages as a tree, for the navigation. */
  list: procedure("dashboards.read").query(({ ctx }) => listPages(ctx)),
  get: procedure("dashboards.read")
    .input(z.strictObject({ identifier }))
    .query(({ ctx, input }) => getPage(ctx, input.identifier)),
  /** Pages that are shown on each entity of a blueprint. */
  forEntities: procedure("dashboards.read")
    .input(z.strictObject({ blueprint: z.string().min(1).max(1000) }))
    .query(({ ctx, input }) => pagesForEntities(ctx, input.blueprint)),
  create: procedure("dashboards.write")
    .input(createPageSchema)
    .mutation(({ ctx, input }) => createPage(ctx, input)),
  update: procedure("dashboards.write")
    .input(z.strictObject({ identifier, ...updatePageSchema.shape }))
    .mutation(({ ctx, input: { identifier: page, ...change } }) => updatePage(ctx, page, change)),
  remove: procedure("dashboards.write")
    .input(z.strictObject({ identifier }))
    .mutation(({ ctx, input }) => removePage(ctx, input.identifier)),
  move: procedure("dashboards.write")
    .input(z.strictObject({ identifier, ...movePageSchema.shape }))
    .mutation(({ ctx, input: { identifier: page, ...to } }) => movePage(ctx, page, to)),
  duplicate: procedure("dashboards.write")
    .input(z.strictObject({ identifier, title: z.string().trim().min(1).max(200).optional() }))
    .mutation(({ ctx, input }) =>
      duplicatePage(ctx, input.identifier, input.title === undefined ? {} : { title: input.title }),
    ),
  permissions: procedure("dashboards.read")
    .input(z.strictObject({ identifier }))
    .query(({ ctx, input }) => getPagePermissions(ctx, input.identifier)),
  setPermissions: procedure("dashboards.write")
    .input(z.strictObject({ identifier, permissions: pagePermissionsSchema }))
    .mutation(({ ctx, input }) => setPagePermissions(ctx, input.identifier, input.permissions)),
  /** A page as a document, to be kept in a file. */
  exportPage: procedure("dashboards.read")
    .input(z.strictObject({ identifier }))
    .query(({ ctx, input }) => exportPage(ctx, input.identifier)),
  /** Makes a page of a document; with `replace`, one of its identifier becomes what it says. The verb reads it. */
  importPage: procedure("dashboards.write")
    .input(z.strictObject({ document: z.unknown(), replace: z.boolean().optional() }))
    .mutation(({ ctx, input: { document, replace = false } }) => importPage(ctx, document, { replace })),
  /** What one widget of a page shows; each is asked for by itself, so that none waits for another. */
  data: procedure("dashboards.read")
    .input(z.strictObject({ identifier, widget: z.string().min(1).max(100), look: lookSchema.optional() }))
    .query(({ ctx, input }) => pageWidgetData(ctx, input.identifier, input.widget, input.look)),
  /** What a widget would show that is not on a page yet. The verb reads it, so that each fault has its path in it. */
  preview: procedure("dashboards.read")
    .input(z.strictObject({ widget: z.unknown(), look: lookSchema.optional() }))
    .query(({ ctx, input }) => previewWidget(ctx, input.widget, input.look)),
  /** Somebody looks at an entity: it stands among those that they viewed lately. */
  viewed: procedure("dashboards.read")
    .input(
      z.strictObject({ blueprint: z.string().min(1).max(1000), identifier: z.string().min(1).max(1000) }),
    )
    .mutation(({ ctx, input }) => noteVisit(ctx, input.blueprint, input.identifier)),
});
