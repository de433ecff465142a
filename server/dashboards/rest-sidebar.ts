import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body } from "@/server/api/rest-parts";
import type { PageNode } from "./schema";
import { createPage, removePage } from "./service/change-pages";
import { patchPage } from "./service/documents";
import { readableNodes } from "./service/pages";

/** The navigation: pages in folders, in order. */
export const sidebarRest = restRouter();

const tags = ["Pages"];
const byFolder = z.object({ folder_identifier: z.string().min(1).max(100) });
const item = z
  .object({
    identifier: z.string(),
    sidebarType: z.enum(["page", "folder"]),
    title: z.string(),
    icon: z.string().nullable(),
    parent: z.string().nullable(),
    /** What it comes after in its folder; null: it is the first. */
    after: z.string().nullable(),
  })
  .openapi("SidebarItem");
const place = {
  parent: z.string().min(1).max(100).nullish(),
  after: z.string().min(1).max(100).nullish(),
};
const folderBody = z.strictObject({
  identifier: z.string().min(1).max(100).optional(),
  title: z.string().min(1).max(200),
  icon: z.string().max(100).nullish(),
  ...place,
});

/** Pages with what they come after, each folder by itself. */
function itemsOf(nodes: readonly PageNode[]): z.infer<typeof item>[] {
  const last = new Map<string | null, string>();
  return nodes.map(({ identifier, type, title, icon, parent }) => {
    const after = last.get(parent) ?? null;
    last.set(parent, identifier);
    return {
      identifier,
      sidebarType: type === "folder" ? ("folder" as const) : ("page" as const),
      title,
      icon,
      parent,
      after,
    };
  });
}

sidebarRest.openapi(
  route({
    permission: "dashboards.read",
    method: "get",
    path: "/sidebars/catalog",
    tags,
    summary: "List the pages and folders of the navigation, in order",
    answers: {
      200: answered("The navigation", {
        sidebar: z.object({ identifier: z.literal("catalog"), items: z.array(item) }),
      }),
    },
  }),
  async (c) => {
    const items = itemsOf(await readableNodes(c.get("context")));
    return c.json({ ok: true as const, sidebar: { identifier: "catalog" as const, items } }, 200);
  },
);

sidebarRest.openapi(
  route({
    permission: "dashboards.write",
    method: "post",
    path: "/sidebars/catalog/folders",
    tags,
    summary: "Make a folder",
    request: body(folderBody),
    answers: { 201: answered("Its identifier", { identifier: z.string() }) },
  }),
  async (c) => {
    const { identifier } = await createPage(c.get("context"), { type: "folder", ...c.req.valid("json") });
    return c.json({ ok: true as const, identifier }, 201);
  },
);

sidebarRest.openapi(
  route({
    permission: "dashboards.write",
    method: "patch",
    path: "/sidebars/catalog/folders/{folder_identifier}",
    tags,
    summary: "Change what is given of a folder; with parent or after, it moves",
    request: { params: byFolder, ...body(folderBody.partial()) },
    answers: { 200: answered("Its identifier", { identifier: z.string() }) },
  }),
  async (c) => {
    const { folder_identifier: folder } = c.req.valid("param");
    const { identifier } = await patchPage(c.get("context"), folder, c.req.valid("json"));
    return c.json({ ok: true as const, identifier }, 200);
  },
);

sidebarRest.openapi(
  route({
    permission: "dashboards.write",
    method: "delete",
    path: "/sidebars/catalog/folders/{folder_identifier}",
    tags,
    summary: "Delete a folder; what is in it moves to where it was",
    request: { params: byFolder },
    answers: { 200: answered("It is deleted", {}) },
  }),
  async (c) => {
    const { folder_identifier: folder } = c.req.valid("param");
    await removePage(c.get("context"), folder, "folder");
    return c.json({ ok: true as const }, 200);
  },
);
