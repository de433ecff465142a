import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body } from "@/server/api/rest-parts";
import {
  documentBody,
  pageHeadShape,
  pageShape,
  permissionsShape,
  publishedHead,
  publishedPage,
} from "./rest-shapes";
import { pagePermissionsSchema } from "./schema";
import { removePage } from "./service/change-pages";
import { importPage, patchPage, replacePage } from "./service/documents";
import { getPagePermissions, setPagePermissions } from "./service/page-permissions";
import { getPage, getPages, readableNodes } from "./service/pages";

/** Pages of widgets: what is published, and making and changing them. */
export const pagesRest = restRouter();

const tags = ["Pages"];
const byIdentifier = z.object({ identifier: z.string().min(1).max(100) });
const byPage = z.object({ page_identifier: z.string().min(1).max(100) });
export const revision = z.object({
  revision: z.coerce.number().int().min(1).optional().openapi({
    description: "The revision that the change is of; when the page is at another, it is refused.",
  }),
});

pagesRest.openapi(
  route({
    permission: "dashboards.read",
    method: "get",
    path: "/pages",
    tags,
    summary: "List pages and folders, in order",
    request: {
      query: z.object({
        compact: z.enum(["true", "false"]).optional().openapi({ description: "Without what is on them." }),
      }),
    },
    answers: { 200: answered("The pages", { pages: z.array(z.union([pageShape, pageHeadShape])) }) },
  }),
  async (c) => {
    const ctx = c.get("context");
    const pages =
      c.req.valid("query").compact === "true"
        ? (await readableNodes(ctx)).map(publishedHead)
        : (await getPages(ctx)).map(publishedPage);
    return c.json({ ok: true as const, pages }, 200);
  },
);

pagesRest.openapi(
  route({
    permission: "dashboards.write",
    method: "post",
    path: "/pages",
    tags,
    summary: "Make a page or a folder",
    request: body(documentBody),
    answers: { 201: answered("The page", { identifier: z.string(), page: pageShape }) },
  }),
  async (c) => {
    const page = await importPage(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, identifier: page.identifier, page: publishedPage(page) }, 201);
  },
);

pagesRest.openapi(
  route({
    permission: "dashboards.read",
    method: "get",
    path: "/pages/{identifier}",
    tags,
    summary: "Get a page",
    request: { params: byIdentifier },
    answers: { 200: answered("The page", { page: pageShape }) },
  }),
  async (c) => {
    const page = await getPage(c.get("context"), c.req.valid("param").identifier);
    return c.json({ ok: true as const, page: publishedPage(page) }, 200);
  },
);

pagesRest.openapi(
  route({
    permission: "dashboards.write",
    method: "put",
    path: "/pages/{identifier}",
    tags,
    summary: "Replace a page: what is left out has its default again, but for its place and permissions",
    request: { params: byIdentifier, query: revision, ...body(documentBody) },
    answers: { 200: answered("The page", { identifier: z.string(), page: pageShape }) },
  }),
  async (c) => {
    const { identifier } = c.req.valid("param");
    const { revision: expected } = c.req.valid("query");
    const page = await replacePage(c.get("context"), identifier, c.req.valid("json"), expected);
    return c.json({ ok: true as const, identifier: page.identifier, page: publishedPage(page) }, 200);
  },
);

pagesRest.openapi(
  route({
    permission: "dashboards.write",
    method: "patch",
    path: "/pages/{identifier}",
    tags,
    summary: "Change what is given of a page; with parent or after, it moves",
    request: { params: byIdentifier, query: revision, ...body(documentBody.partial()) },
    answers: { 200: answered("The page", { identifier: z.string(), page: pageShape }) },
  }),
  async (c) => {
    const { identifier } = c.req.valid("param");
    const { revision: expected } = c.req.valid("query");
    const page = await patchPage(c.get("context"), identifier, c.req.valid("json"), expected);
    return c.json({ ok: true as const, identifier: page.identifier, page: publishedPage(page) }, 200);
  },
);

pagesRest.openapi(
  route({
    permission: "dashboards.write",
    method: "delete",
    path: "/pages/{identifier}",
    tags,
    summary: "Delete a page; what is in a folder moves to where the folder was",
    request: { params: byIdentifier },
    answers: { 200: answered("It is deleted", {}) },
  }),
  async (c) => {
    await removePage(c.get("context"), c.req.valid("param").identifier);
    return c.json({ ok: true as const }, 200);
  },
);

pagesRest.openapi(
  route({
    permission: "dashboards.read",
    method: "get",
    path: "/pages/{page_identifier}/permissions",
    tags,
    summary: "Get who may read and change a page",
    request: { params: byPage },
    answers: { 200: answered("The permissions", { permissions: permissionsShape }) },
  }),
  async (c) => {
    const permissions = await getPagePermissions(c.get("context"), c.req.valid("param").page_identifier);
    return c.json({ ok: true as const, permissions }, 200);
  },
);

pagesRest.openapi(
  route({
    permission: "dashboards.write",
    method: "patch",
    path: "/pages/{page_identifier}/permissions",
    tags,
    summary: "Change who may read and change a page: the parts that are given",
    request: { params: byPage, ...body(pagePermissionsSchema) },
    answers: { 200: answered("The permissions", { permissions: permissionsShape }) },
  }),
  async (c) => {
    const { page_identifier: page } = c.req.valid("param");
    const permissions = await setPagePermissions(c.get("context"), page, c.req.valid("json"));
    return c.json({ ok: true as const, permissions }, 200);
  },
);
