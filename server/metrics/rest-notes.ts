import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body } from "@/server/api/rest-parts";
import { noteSchema, spanSchema } from "./schema";
import { addNote, metricAnnotations, removeNote } from "./service/annotations";

/** What happened beside the figures: read by anyone, noted by administrators and their pipelines. */
export const notesRest = restRouter();

const annotation = z
  .object({
    id: z.string(),
    at: z.string(),
    day: z.string().openapi({ example: "2026-03-31" }),
    kind: z.enum(["release", "incident", "adoption", "note"]),
    label: z.string(),
    note: z.object({ id: z.string(), team: z.string().nullable(), by: z.string() }).optional(),
  })
  .openapi("Annotation");

notesRest.openapi(
  route({
    permission: "insights.read",
    method: "get",
    path: "/insights/annotations",
    summary: "List what happened in a range that may explain the course of a metric",
    request: {
      query: z.strictObject({
        team: z.string().max(200).optional(),
        last: z.string().max(8).default("12w").openapi({ example: "12w" }),
      }),
    },
    answers: { 200: answered("In order of time", { annotations: z.array(annotation), more: z.boolean() }) },
  }),
  async (c) => {
    const { team, last } = c.req.valid("query");
    const ask = spanSchema.parse({
      range: { last },
      ...(team === undefined ? {} : { scope: { kind: "team", id: team } }),
    });
    const { annotations, more } = await metricAnnotations(c.get("context"), ask);
    return c.json({ ok: true as const, annotations, more }, 200);
  },
);

notesRest.openapi(
  route({
    permission: "insights.manage",
    method: "post",
    path: "/insights/notes",
    summary: "Note what happened at a day or instant; charts show it",
    request: body(noteSchema),
    answers: { 201: answered("The note", { id: z.string() }) },
  }),
  async (c) => {
    const { id } = await addNote(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, id }, 201);
  },
);

notesRest.openapi(
  route({
    permission: "insights.manage",
    method: "delete",
    path: "/insights/notes/{id}",
    summary: "Take a note away",
    request: { params: z.object({ id: z.uuid() }) },
    answers: { 200: answered("It is gone", {}) },
  }),
  async (c) => {
    await removeNote(c.get("context"), c.req.valid("param").id);
    return c.json({ ok: true as const }, 200);
  },
);
