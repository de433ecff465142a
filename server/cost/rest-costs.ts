import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { IMPORT_FORMATS, IMPORT_STATES } from "./core/billing/report";
import { Invalid } from "@/server/kernel/errors";
import { costLines, costOverview, linesInput, overviewInput } from "./service/billing/figures";
import {
  confirmImport,
  getImport,
  type ImportView,
  listImports,
  receiveBill,
  removeImport,
} from "./service/billing/imports";

const ok = z.literal(true);
const costImport = z
  .object({
    id: z.string(),
    source: z.string(),
    format: z.enum(IMPORT_FORMATS),
    fileName: z.string(),
    bytes: z.number(),
    currency: z.string().nullable(),
    status: z.enum(IMPORT_STATES),
    report: z.record(z.string(), z.unknown()).nullable(),
    message: z.string().nullable(),
    createdByName: z.string(),
    createdAt: z.string(),
    importedAt: z.string().nullable(),
    lines: z.number(),
  })
  .openapi("CostImport");
const one = z.object({ ok, import: costImport });
const withId = z.object({ import_id: z.uuid() });
const shown = (view: ImportView) =>
  ({
    ...view,
    createdAt: view.createdAt.toISOString(),
    importedAt: view.importedAt?.toISOString() ?? null,
  }) as unknown as z.infer<typeof costImport>;

export const costsRest = restRouter();

costsRest.openapi(
  route({
    permission: "budgets.manage",
    method: "post",
    path: "/costs/imports",
    summary:
      "Send a bill: FOCUS as CSV (also packed by gzip) or Parquet, a plain CSV, or an answer of OpenCost, as the body",
    request: {
      query: z.strictObject({
        source: z.string().max(60),
        file_name: z.string().max(255).optional(),
        currency: z.string().max(3).optional(),
        import: z.enum(["true", "false"]).optional(),
      }),
    },
    answers: { 202: { description: "It is read in the background; ask for it by its id", schema: one } },
  }),
  async (c) => {
    const { source, file_name: fileName, currency, import: now } = c.req.valid("query");
    const { body } = c.req.raw;
    if (!body) throw Invalid.at(["body"], "The file is missing: send it as the body.");
    const view = await receiveBill(
      c.get("context"),
      { source, fileName, currency, importNow: now === "true" },
      Readable.fromWeb(body as NodeReadableStream),
    );
    return c.json({ ok: true as const, import: shown(view) }, 202);
  },
);

costsRest.openapi(
  route({
    permission: "budgets.manage",
    method: "get",
    path: "/costs/imports",
    summary: "The newest hundred bills",
    answers: { 200: { description: "The bills", schema: z.object({ ok, imports: z.array(costImport) }) } },
  }),
  async (c) => c.json({ ok: true as const, imports: (await listImports(c.get("context"))).map(shown) }, 200),
);

costsRest.openapi(
  route({
    permission: "budgets.manage",
    method: "get",
    path: "/costs/imports/{import_id}",
    summary: "A bill, with what was found in it",
    request: { params: withId },
    answers: { 200: { description: "The bill", schema: one } },
  }),
  async (c) =>
    c.json(
      { ok: true as const, import: shown(await getImport(c.get("context"), c.req.valid("param").import_id)) },
      200,
    ),
);

costsRest.openapi(
  route({
    permission: "budgets.manage",
    method: "post",
    path: "/costs/imports/{import_id}/confirm",
    summary: "Import a bill that was checked",
    request: {
      params: withId,
      body: {
        required: false,
        content: { "application/json": { schema: z.strictObject({ skipRefused: z.boolean().optional() }) } },
      },
    },
    answers: { 202: { description: "It is imported in the background", schema: one } },
  }),
  async (c) => {
    const options = c.req.header("content-type") ? c.req.valid("json") : {};
    const view = await confirmImport(c.get("context"), c.req.valid("param").import_id, options);
    return c.json({ ok: true as const, import: shown(view) }, 202);
  },
);

costsRest.openapi(
  route({
    permission: "budgets.manage",
    method: "delete",
    path: "/costs/imports/{import_id}",
    summary: "Take a bill out again, with all that it brought",
    request: { params: withId },
    answers: { 200: { description: "It is gone", schema: z.object({ ok }) } },
  }),
  async (c) => {
    await removeImport(c.get("context"), c.req.valid("param").import_id);
    return c.json({ ok: true as const }, 200);
  },
);

const group = z.object({
  id: z.string(),
  count: z.number(),
  values: z.array(z.string().nullable()),
  total: z.string(),
  shared: z.string(),
  previous: z.string().nullable(),
});

costsRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/costs",
    summary: "Costs of a span by bucket and group; members see those of their own teams",
    request: { query: overviewInput },
    answers: {
      200: {
        description: "The costs, as exact decimal texts in one currency",
        schema: z.object({
          ok,
          costs: z.object({
            currency: z.string(),
            basis: z.enum(["effective", "billed"]),
            buckets: z.array(
              z.object({ key: z.string(), from: z.string(), to: z.string(), partial: z.boolean() }),
            ),
            groups: z.array(group),
            total: z.string(),
            previousTotal: z.string().nullable(),
            unallocated: z.string(),
            billedUntil: z.string().nullable(),
            entities: z.number(),
          }),
        }),
      },
    },
  }),
  async (c) =>
    c.json({ ok: true as const, costs: await costOverview(c.get("context"), c.req.valid("query")) }, 200),
);

costsRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/costs/lines",
    summary: "The lines behind a figure, the dearest first",
    request: { query: linesInput.extend({ limit: z.coerce.number().int().min(1).max(1000).default(100) }) },
    answers: {
      200: {
        description: "The lines",
        schema: z.object({ ok, lines: z.array(z.record(z.string(), z.string().nullable())) }),
      },
    },
  }),
  async (c) =>
    c.json({ ok: true as const, lines: await costLines(c.get("context"), c.req.valid("query")) }, 200),
);
