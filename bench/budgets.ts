import { createDatabase } from "@/db/client";
import { removeEmbedded, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { teams, users } from "@/db/schema/identity";
import type { PlanSummary } from "@/server/pipelines/schema";
import { checkBudgets } from "@/server/cost/service/budgets";
import { estimateRun } from "@/server/cost/service/estimate";
import { createBudget } from "@/server/cost/service/manage";
import { putPrice } from "@/server/cost/service/rate-cards";
import type { Context } from "@/server/kernel/context";
import { sql } from "drizzle-orm";
import { newDataDir } from "./portal";
import { median, percentile, type Measure } from "./statistics";

const CHANGES = 200;
const BUDGETS = 4;
const COMMITTED = 5_000;
const WARM = 20;

const plan = {
  resources: Array.from({ length: CHANGES }, (_, n) => ({
    address: `aws_instance.web[${n}]`,
    type: "aws_instance",
    name: "web",
    provider: "aws",
    action: n % 4 ? "create" : "update",
    reason: null,
    attributes: Array.from({ length: 20 }, (_, i) => ({
      path: i === 0 ? "instance_type" : `attribute_${i}`,
      before: n % 4 ? null : "t3.small",
      after: "t3.medium",
      sensitive: false,
      unknownAfter: false,
      forcesReplacement: false,
    })),
  })),
} as unknown as PlanSummary;

/** What the estimate of a plan with 200 changes and the check of its budgets take, with thousands of commitments under each. */
export async function budgets({ repeat = 200 }: { repeat?: number | undefined } = {}): Promise<Measure[]> {
  const dataDir = newDataDir("budgets");
  const server = await startEmbedded({ dataDir });
  await migrateDatabase(server.appUrl);
  const { db, close } = createDatabase(server.appUrl, { max: 4 });
  try {
    const ctx: Context = {
      actor: { kind: "system", name: "bench" },
      origin: "SYSTEM",
      requestId: "bench",
      db,
    };
    await db.insert(teams).values({ identifier: "payments", title: "Payments" });
    await db.insert(users).values({ email: "ada@example.com", name: "Ada", role: "admin" });
    for (const value of ["t3.small", "t3.medium"])
      await putPrice(ctx, {
        resourceType: "aws_instance",
        attribute: "instance_type",
        value,
        monthly: "15.18",
        currency: "USD",
      });
    for (let n = 0; n < BUDGETS; n += 1) {
      const scope = {
        team: n % 2 ? "payments" : null,
        costCentre: null,
        environment: n < 2 ? null : "production",
      };
      const { id } = await createBudget(ctx, { title: `B${n}`, amount: "9000000", currency: "USD", scope });
      await db.execute(sql`insert into cost_commitments (budget_id, blueprint, entity, amount, run_id)
        select ${id}, 'server', 'e' || n, 12.5, 'r' from generate_series(1, ${COMMITTED}) n`);
    }
    await db.execute(sql`analyze`);
    const sample: number[] = [];
    for (let n = 0; n < WARM + repeat; n += 1) {
      const start = performance.now();
      const estimate = await estimateRun(ctx, {
        action: { operation: "CREATE" },
        inputs: {},
        plan,
        target: null,
        environment: "production",
      });
      const verdicts = await checkBudgets(ctx, {
        runId: "r",
        estimate,
        team: "payments",
        environment: "production",
        costCentre: null,
      });
      if (n >= WARM) sample.push(performance.now() - start);
      if (verdicts.length !== BUDGETS) throw new Error(`${verdicts.length} budgets were asked.`);
    }
    return [
      {
        name: `Estimate of ${CHANGES} changes and ${BUDGETS} budgets with ${COMMITTED} commitments each, p95`,
        value: percentile(sample, 0.95),
        unit: "ms",
        limit: 50,
        note: `${sample.length} runs, p50 ${median(sample).toFixed(1)} ms, longest ${Math.max(...sample).toFixed(0)} ms`,
      },
    ];
  } finally {
    await close();
    await removeEmbedded(dataDir);
  }
}
