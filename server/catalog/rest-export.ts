import { z } from "@hono/zod-openapi";
import { logUnexpected } from "@/server/api/errors";
import { restRouter, route } from "@/server/api/rest";
import { Invalid } from "@/server/kernel/errors";
import { exportEntities, type ExportFile } from "./service/export";

const parameter = (description: string) => z.string().max(200_000).optional().openapi({ description });

/** Files of entities; mounted by the routes of blueprints. */
export const exportRest = restRouter();

exportRest.openapi(
  route({
    permission: "catalog.read",
    method: "get",
    path: "/blueprints/{blueprint_identifier}/entities-export",
    summary: "A file of the entities of a blueprint that match, as CSV or JSON",
    request: {
      params: z.object({ blueprint_identifier: z.string().min(1) }),
      query: z.object({
        format: z.enum(["csv", "json"]).default("csv"),
        text: parameter("Words that begin words of the entity"),
        query: parameter("A query, as JSON"),
        sort: parameter('A list of { "by": "…", "direction": "asc" }, as JSON'),
        columns: parameter("Columns of a CSV file, with commas between them"),
      }),
    },
    answers: { 200: { description: "The file", schema: z.unknown() } },
  }),
  async (c) => {
    const { format, text, query, sort, columns } = c.req.valid("query");
    const context = c.get("context");
    const file = await exportEntities(context, c.req.valid("param").blueprint_identifier, {
      format,
      ...(text && { text }),
      ...(query && { query: fromJson(query, "query") }),
      ...(sort && { sort: fromJson(sort, "sort") }),
      ...(columns && { columns: columns.split(",") }),
    });
    const body = streamOf(file, (error) => logUnexpected(error, context.requestId, c.req.path));
    c.header("Content-Type", file.contentType);
    c.header("Content-Disposition", `attachment; filename="${file.name}"`);
    return c.body(body) as never;
  },
);

function fromJson(text: string, parameter: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw Invalid.at([parameter], "Must be JSON.");
  }
}

/** The file as a stream that is written only as fast as it is read. */
function streamOf(file: ExportFile, onFailure: (error: unknown) => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  let gone = false;
  void writer.closed.catch(() => {
    gone = true;
  });
  void file
    .writeTo((piece) => writer.write(encoder.encode(piece)))
    .then(
      () => writer.close(),
      async (error: unknown) => {
        // A reader who goes away ends the writing: nothing is wrong then. Else the file must not look complete.
        if (!gone) onFailure(error);
        await writer.abort(error);
      },
    )
    .catch(() => undefined);
  return readable;
}
