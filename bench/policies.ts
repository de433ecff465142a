import { factsFor } from "@/server/policy/core/facts";
import { STARTERS } from "@/server/policy/core/starters";
import { judge } from "@/server/policy/service/language";
import { testCase, testChange, testPlan } from "@/server/policy/testing";
import { median, percentile, type Measure } from "./statistics";

const CHANGES = 200;
const WARM = 20;

/** A run that changes 200 resources, each with 20 attributes and two tags. */
const large = () =>
  testCase({
    environment: "production",
    plan: testPlan(
      Array.from({ length: CHANGES }, (_, n) =>
        testChange(
          { address: `aws_instance.web[${n}]`, type: "aws_instance", action: n % 4 ? "create" : "update" },
          {
            instance_type: "t3.medium",
            region: "eu-central-1",
            "tags.owner": "payments",
            "tags.cost-centre": "42",
            "ingress[0].cidr_blocks": ["10.0.0.0/8", "192.168.0.0/16"],
            ...Object.fromEntries(
              Array.from({ length: 15 }, (_, i) => [`attribute_${i}`, `value ${i} of ${n}`]),
            ),
          },
        ),
      ),
    ),
    budgets: [
      { budget: "b", title: "B", state: "ok", amount: "500", currency: "EUR", adds: "84", left: "310" },
    ],
  });

/** What the starter set takes on a plan with 200 changes, from the facts of the run to the verdicts; no database. */
export async function policies({ repeat = 200 }: { repeat?: number | undefined } = {}): Promise<Measure[]> {
  const run = large();
  const programs = STARTERS.map(({ definition }) => definition);
  const sample: number[] = [];
  for (let n = 0; n < WARM + repeat; n += 1) {
    const start = performance.now();
    const answers = await judge(factsFor(run, "Europe/Berlin"), programs);
    if (n >= WARM) sample.push(performance.now() - start);
    const failed = answers.find(({ error }) => error);
    if (failed?.error) throw new Error(failed.error.message);
  }
  return [
    {
      name: `${programs.length} policies on a plan with ${CHANGES} changes, p95`,
      value: percentile(sample, 0.95),
      unit: "ms",
      limit: 50,
      note: `${sample.length} evaluations, p50 ${median(sample).toFixed(1)} ms, longest ${Math.max(...sample).toFixed(0)} ms`,
    },
  ];
}
