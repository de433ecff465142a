import { actionsRouter } from "@/server/actions/router";
import { templatesRouter } from "@/server/actions/router-templates";
import { secretsRouter } from "@/server/actions/router-secrets";
import { approvalsRouter } from "@/server/approvals/router";
import { auditRouter } from "@/server/audit/router";
import { automationsRouter } from "@/server/automations/router";
import { bundleRouter } from "@/server/bundle/router";
import { catalogRouter } from "@/server/catalog/router";
import { budgetsRouter, costRouter } from "@/server/cost/router";
import { costsRouter } from "@/server/cost/router-costs";
import { dashboardsRouter } from "@/server/dashboards/router";
import { demoRouter } from "@/server/demo/router";
import { identityRouter } from "@/server/identity/router";
import { insightsRouter } from "@/server/insights/router";
import { lifetimesRouter } from "@/server/lifetimes/router";
import { metricsRouter } from "@/server/metrics/router";
import { notificationsRouter } from "@/server/notifications/router";
import { pipelinesRouter } from "@/server/pipelines/router";
import { policiesRouter } from "@/server/policy/router";
import { runsRouter } from "@/server/runs/router";
import { surveysRouter } from "@/server/surveys/router";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({
  identity: identityRouter,
  audit: auditRouter,
  catalog: catalogRouter,
  approvals: approvalsRouter,
  policies: policiesRouter,
  notifications: notificationsRouter,
  pipelines: pipelinesRouter,
  secrets: secretsRouter,
  runs: runsRouter,
  actions: actionsRouter,
  templates: templatesRouter,
  lifetimes: lifetimesRouter,
  automations: automationsRouter,
  budgets: budgetsRouter,
  cost: costRouter,
  metrics: metricsRouter,
  costs: costsRouter,
  insights: insightsRouter,
  dashboards: dashboardsRouter,
  surveys: surveysRouter,
  bundle: bundleRouter,
  demo: demoRouter,
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
