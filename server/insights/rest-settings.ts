import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body } from "@/server/api/rest-parts";
import { FINDING_SEVERITIES } from "./schema";
import { getInsightSettings, updateInsightSettings } from "./service/settings";

/** What figures take for granted. */
export const insightSettingsRest = restRouter();

const settings = z
  .object({
    timeZone: z.string().openapi({ example: "Europe/Berlin" }),
    serviceBlueprint: z.string(),
    productionEnvironments: z.array(z.string()),
    incidentWindowHours: z.number().int(),
    hotfixLabels: z.array(z.string()),
    hotfixBranches: z.array(z.string()),
    fixWithinDays: z.record(z.enum(FINDING_SEVERITIES), z.number().int()),
    uptimeTarget: z
      .number()
      .openapi({ example: 0.999, description: "A share; the error budget is the rest." }),
  })
  .openapi("InsightSettings");

insightSettingsRest.openapi(
  route({
    permission: "insights.read",
    method: "get",
    path: "/insights/settings",
    summary: "Get the settings that figures depend on",
    answers: { 200: answered("The settings", { settings }) },
  }),
  async (c) => c.json({ ok: true as const, settings: await getInsightSettings(c.get("context")) }, 200),
);

insightSettingsRest.openapi(
  route({
    permission: "insights.manage",
    method: "put",
    path: "/insights/settings",
    summary: "Replace the settings; a change applies to all events, the old ones among them",
    request: body(settings),
    answers: { 200: answered("The settings", { settings }) },
  }),
  async (c) => {
    const changed = await updateInsightSettings(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, settings: changed }, 200);
  },
);
