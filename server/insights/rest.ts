import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { Invalid } from "@/server/kernel/errors";
import { FEED_KINDS, type FeedKind, FEEDS, isRecordKind } from "./core/records";
import { type IngestResult, MAX_EVENTS } from "./schema";
import { takeIn } from "./service/ingest-records";

const row = z
  .object({
    index: z.number().int(),
    externalId: z.string().nullable(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .openapi("EventRow");
const answer = z
  .object({
    ok: z.boolean(),
    received: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    refused: z.array(row),
    warnings: z.array(row),
  })
  .openapi("EventsTaken");

const NAMES: Record<FeedKind, string> = {
  deployments: "Deployment",
  changes: "Change",
  incidents: "Incident",
  tickets: "Ticket",
  findings: "Finding",
  probes: "Probe",
  people: "Person",
  teams: "Team",
  memberships: "Membership",
  owners: "Owner",
  maintenance: "Maintenance",
  "time-entries": "TimeEntry",
  "tool-uses": "ToolUse",
};

export const insightsRest = restRouter();

for (const kind of FEED_KINDS) {
  const name = `${NAMES[kind]}${isRecordKind(kind) ? "Record" : "Event"}`;
  // A shape that was made before the library of the API was loaded does not know its methods; a copy of it does.
  insightsRest.openAPIRegistry.register(name, FEEDS[kind].clone() as z.ZodType);
  const reference = { $ref: `#/components/schemas/${name}` };
  insightsRest.openapi(
    route({
      permission: "insights.write",
      method: "post",
      path: `/insights/${kind}`,
      summary: `Tell of one of the ${kind}, or of up to ${MAX_EVENTS} as { "events": [...] }`,
      request: {
        query: z.strictObject({
          source: z
            .string()
            .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/)
            .optional(),
          dry_run: z.enum(["true", "false"]).optional(),
        }),
        body: {
          required: true,
          content: {
            "application/json": {
              // Each event is read by the verb, so that one that is wrong does not keep the others out.
              schema: z.record(z.string(), z.unknown()).openapi({
                anyOf: [
                  reference,
                  {
                    type: "object",
                    required: ["events"],
                    properties: { events: { type: "array", maxItems: MAX_EVENTS, items: reference } },
                  },
                ],
              }),
            },
          },
        },
      },
      answers: {
        200: { description: "All are taken", schema: answer },
        207: { description: "Some are refused; `refused` says why, by index", schema: answer },
      },
    }),
    async (c) => {
      const body = c.req.valid("json");
      const { source, dry_run: dryRun } = c.req.valid("query");
      const options = { ...(source ? { source } : {}), dryRun: dryRun === "true" };
      const many = eventsIn(body);
      const result = await takeIn(c.get("context"), kind, many ?? [body], options);
      if (many === null) refuseOne(result);
      const published = { ok: result.refused.length === 0, ...result };
      return result.refused.length > 0 ? c.json(published, 207) : c.json(published, 200);
    },
  );
}

/** The events of a call that brings many; null: its body is one event. */
function eventsIn(body: Record<string, unknown>): unknown[] | null {
  if (!("events" in body)) return null;
  const { events, ...rest } = body;
  if (!Array.isArray(events) || events.length === 0)
    throw Invalid.at(["events"], `Send a list of 1 to ${MAX_EVENTS} events.`);
  const [other] = Object.keys(rest);
  if (other !== undefined) throw Invalid.at([other], "Stands beside events, where nothing else may be.");
  return events;
}

/** One event that cannot be taken is an error of the call. */
function refuseOne({ refused: [row] }: IngestResult): void {
  if (row)
    throw new Invalid(
      row.issues.map(({ path, message }) => ({ path: path === "" ? [] : path.split("."), message })),
    );
}
