import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body, wire } from "@/server/api/rest-parts";
import { revision } from "./rest";
import { lookSchema } from "./schema";
import { pageWidgetData } from "./service/widget-data";
import { addWidget, changeWidget, removeWidget } from "./service/widgets";

/** Single widgets of pages, and what they show. */
export const pageWidgetsRest = restRouter();

const tags = ["Pages"];
const byPage = z.object({ page_identifier: z.string().min(1).max(100) });
const byWidget = byPage.extend({ widget_id: z.string().min(1).max(100) });
/** In the published shapes; the verb reads it, so that each fault has its path. */
const widgetBody = z.looseObject({ type: z.string() }).openapi("Widget");

pageWidgetsRest.openapi(
  route({
    permission: "dashboards.write",
    method: "post",
    path: "/pages/{page_identifier}/widgets",
    tags,
    summary: "Add a widget to a page, in a row of its own at the end",
    request: { params: byPage, query: revision, ...body(widgetBody) },
    answers: { 201: answered("The id of the widget", { identifier: z.string() }) },
  }),
  async (c) => {
    const { page_identifier: page } = c.req.valid("param");
    const { revision: expected } = c.req.valid("query");
    const { id } = await addWidget(c.get("context"), page, c.req.valid("json"), expected);
    return c.json({ ok: true as const, identifier: id }, 201);
  },
);

pageWidgetsRest.openapi(
  route({
    permission: "dashboards.write",
    method: "patch",
    path: "/pages/{page_identifier}/widgets/{widget_id}",
    tags,
    summary: "Change what is given of a widget; one of another type takes its place",
    request: { params: byWidget, query: revision, ...body(widgetBody.partial()) },
    answers: { 200: answered("The id of the widget", { identifier: z.string() }) },
  }),
  async (c) => {
    const { page_identifier: page, widget_id: widget } = c.req.valid("param");
    const { revision: expected } = c.req.valid("query");
    await changeWidget(c.get("context"), page, widget, c.req.valid("json"), expected);
    return c.json({ ok: true as const, identifier: widget }, 200);
  },
);

pageWidgetsRest.openapi(
  route({
    permission: "dashboards.write",
    method: "delete",
    path: "/pages/{page_identifier}/widgets/{widget_id}",
    tags,
    summary: "Take a widget off a page",
    request: { params: byWidget, query: revision },
    answers: { 200: answered("It is gone", {}) },
  }),
  async (c) => {
    const { page_identifier: page, widget_id: widget } = c.req.valid("param");
    await removeWidget(c.get("context"), page, widget, c.req.valid("query").revision);
    return c.json({ ok: true as const }, 200);
  },
);

pageWidgetsRest.openapi(
  route({
    permission: "dashboards.read",
    method: "post",
    path: "/pages/{page_identifier}/widgets/{widget_id}/data",
    tags,
    summary: "Get what a widget shows, through the page's filters or those that are sent instead",
    request: { params: byWidget, ...body(lookSchema) },
    answers: {
      200: answered("What it shows, or why it shows nothing", { data: z.looseObject({ kind: z.string() }) }),
    },
  }),
  async (c) => {
    const { page_identifier: page, widget_id: widget } = c.req.valid("param");
    const data = await pageWidgetData(c.get("context"), page, widget, c.req.valid("json"));
    return c.json({ ok: true as const, data: wire(data) as { kind: string } }, 200);
  },
);
