import { OpenAPIHono } from "@hono/zod-openapi";
import { actionPlansRest } from "@/server/actions/rest-plans";
import { automationsRest } from "@/server/automations/rest";
import { quotasRest } from "@/server/cost/rest-quotas";
import { connectionsRest } from "@/server/pipelines/rest-connections";
import { runControlRest } from "@/server/runs/rest-control";
import { plansRest } from "@/server/runs/rest-plans";
import { workspacesRest } from "@/server/runs/rest-workspaces";
import { actionsRest } from "@/server/actions/rest";
import { approvalsRest } from "@/server/approvals/rest";
import { approvalRequestsRest } from "@/server/approvals/rest-requests";
import { templatesRest } from "@/server/actions/rest-templates";
import { auditRest } from "@/server/catalog/rest-audit";
import { bundleRest } from "@/server/bundle/rest";
import { catalogRest } from "@/server/catalog/rest";
import { costsRest } from "@/server/cost/rest-costs";
import { unitsRest } from "@/server/cost/rest-units";
import { costRest } from "@/server/cost/rest";
import { costPricesRest } from "@/server/cost/rest-prices";
import { pagesRest } from "@/server/dashboards/rest";
import { sidebarRest } from "@/server/dashboards/rest-sidebar";
import { pageWidgetsRest } from "@/server/dashboards/rest-widgets";
import { demoRest } from "@/server/demo/rest";
import { identityRest } from "@/server/identity/rest";
import { insightsRest } from "@/server/insights/rest";
import { backfillsRest } from "@/server/insights/rest-backfills";
import { insightSettingsRest } from "@/server/insights/rest-settings";
import { signalsRest } from "@/server/insights/rest-signals";
import { lifetimesRest } from "@/server/lifetimes/rest";
import { metricsRest } from "@/server/metrics/rest";
import { notesRest } from "@/server/metrics/rest-notes";
import { secretsRest } from "@/server/pipelines/rest-secrets";
import { variableSetsRest } from "@/server/pipelines/rest-variable-sets";
import { policiesRest } from "@/server/policy/rest";
import { runsRest } from "@/server/runs/rest";
import { estimateRest } from "@/server/runs/rest-estimate";
import { surveysRest } from "@/server/surveys/rest";
import { assertInProgress } from "@/server/runs/service/read";
import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { answerError, type RestContext, type RestEnv } from "./rest";

/**
 * The REST API under /v1, from the same verbs and zod schemas as tRPC.
 * `contextOf` says who asks; it may throw a domain error, which is answered like any other.
 */
export function restApp(contextOf: (request: Request) => Promise<Context>): OpenAPIHono<RestEnv> {
  const app = new OpenAPIHono<RestEnv>().basePath("/v1");
  app.onError((error, c) => answerError(error, c as RestContext));
  app.notFound((c) => answerError(new NotFound("Route", `${c.req.method} ${c.req.path}`), c as RestContext));
  app.use("*", async (c, next) => {
    c.set("context", await contextOf(c.req.raw));
    c.header("Cache-Control", "no-store");
    await next();
  });
  // The catalog may not ask about runs, which are right of it; so what is written for a run is checked here.
  app.use("/blueprints/*", async (c, next) => {
    const runId = c.req.query("run_id");
    const ctx = c.get("context");
    if (runId !== undefined && c.req.method !== "GET" && ctx.actor.kind !== "anonymous")
      await assertInProgress(ctx, runId);
    await next();
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Waymark API",
      version: "1.0.0",
      description:
        "Catalog, actions, runs and approvals. Get a token at POST /v1/auth/access_token and send it as a bearer token.",
    },
  });
  for (const routes of [
    identityRest,
    auditRest,
    catalogRest,
    secretsRest,
    policiesRest,
    variableSetsRest,
    connectionsRest,
    runsRest,
    runControlRest,
    workspacesRest,
    plansRest,
    estimateRest,
    costRest,
    costPricesRest,
    costsRest,
    unitsRest,
    quotasRest,
    pagesRest,
    pageWidgetsRest,
    sidebarRest,
    actionsRest,
    actionPlansRest,
    automationsRest,
    approvalsRest,
    approvalRequestsRest,
    templatesRest,
    lifetimesRest,
    insightsRest,
    signalsRest,
    backfillsRest,
    insightSettingsRest,
    metricsRest,
    notesRest,
    surveysRest,
    bundleRest,
    demoRest,
  ])
    app.route("/", routes);
  return app;
}
