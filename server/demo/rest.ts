import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered } from "@/server/api/rest-parts";
import { DEMO_STATES } from "./schema";
import { askForLoading, askForRemoval, demoStatus } from "./service/status";

/** The demo organisation: whether it is there, and having it come and go. */
export const demoRest = restRouter();

const tags = ["Demo data"];
const status = z
  .object({
    state: z.enum([...DEMO_STATES, "absent"]),
    note: z.string().nullable().openapi({ description: "What is going on or what was made, for people." }),
    progress: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .openapi({ description: "How much of loading or removing is done; null: nothing is under way." }),
    problem: z.string().nullable().openapi({ description: "Why it cannot go on." }),
    anchor: z
      .string()
      .nullable()
      .openapi({ description: "The day of loading: the scenario ends with the day before." }),
    offered: z
      .boolean()
      .openapi({ description: "Nothing has been told of yet, and the caller may load the scenario." }),
  })
  .openapi("DemoStatus");

demoRest.openapi(
  route({
    permission: "session",
    method: "get",
    path: "/demo",
    tags,
    summary: "Tell whether there is demo data, and how far it is on its way in or out",
    request: {},
    answers: { 200: answered("The state", { demo: status }) },
  }),
  async (c) => c.json({ ok: true as const, demo: await demoStatus(c.get("context")) }, 200),
);

demoRest.openapi(
  route({
    permission: "demo.manage",
    method: "post",
    path: "/demo",
    tags,
    summary: "Load the demo organisation in the background; where loading stopped, go on with it",
    request: {},
    answers: { 202: answered("It is loaded: ask for its state until it is present", { demo: status }) },
  }),
  async (c) => c.json({ ok: true as const, demo: await askForLoading(c.get("context")) }, 202),
);

demoRest.openapi(
  route({
    permission: "demo.manage",
    method: "delete",
    path: "/demo",
    tags,
    summary: "Remove the demo organisation in the background, and nothing else; where that stopped, go on",
    request: {},
    answers: { 202: answered("It is removed: ask for its state until it is absent", { demo: status }) },
  }),
  async (c) => c.json({ ok: true as const, demo: await askForRemoval(c.get("context")) }, 202),
);
