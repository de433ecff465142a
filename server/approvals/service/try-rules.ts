import { z } from "zod";
import type { Context } from "@/server/kernel/context";
import { userIdByEmail } from "@/server/identity/service/people";
import { checkPermission } from "@/server/kernel/permissions";
import { approvalRulesSchema } from "../core/definition";
import { conditionsHold, stagesOfRule } from "../core/requirement";
import { describeStage } from "../core/stages";
import { approversUnder, barredIn } from "./candidates";

export const tryRulesInput = z.strictObject({
  rules: approvalRulesSchema,
  example: z.strictObject({
    operation: z.enum(["CREATE", "DAY-2", "DELETE"]),
    environment: z.string().trim().max(254),
    owningTeam: z.string().trim().max(100),
    /** Decimal text; empty: not estimated. */
    monthlyCost: z
      .string()
      .trim()
      .regex(/^(\d{1,12}(\.\d{1,6})?)?$/, "Write an amount with digits and a point, as in 500 or 99.50."),
    destructive: z.boolean(),
    /** E-mail address of who would request; empty: nobody in particular. */
    requester: z.string().trim().max(254),
  }),
});

export interface TriedStage {
  title: string;
  text: string;
  needed: number | "ALL";
  people: { name: string; email: string; why: string[] }[];
  /** Part of it is known only when a request names it. */
  open: boolean;
}
export interface TriedRule {
  title: string;
  /** `maybe`: its jq decides when the run is requested. */
  applies: "yes" | "no" | "maybe";
  stages: TriedStage[];
}

/** Who would have to approve by these rules, for an example of a request. For administrators who write them. */
export async function tryRules(ctx: Context, input: z.infer<typeof tryRulesInput>): Promise<TriedRule[]> {
  checkPermission(ctx.actor, "actions.manage");
  const { rules, example } = tryRulesInput.parse(input);
  const requester = example.requester ? await userIdByEmail(ctx, example.requester) : null;
  const facts = {
    operation: example.operation,
    environment: example.environment || null,
    plan: { counts: { delete: example.destructive ? 1 : 0, replace: 0 } },
    monthlyCost: example.monthlyCost || null,
  };
  const team = example.owningTeam || null;
  return Promise.all(
    rules.map(async (rule): Promise<TriedRule> => {
      const holds = conditionsHold(rule.when, facts);
      const stages = await Promise.all(
        stagesOfRule(rule, team, []).map(async (stage, i): Promise<TriedStage> => {
          const found = await approversUnder(
            ctx,
            stage.from,
            barredIn(stage, requester ? [requester.id] : []),
          );
          const from = rule.stages[i]?.from;
          return {
            title: stage.title,
            text: describeStage(stage),
            needed: stage.needs,
            people: found.map(({ name, email, why }) => ({ name, email, why })),
            open: Boolean(from?.owners) || Boolean(from?.teamLeads && !team),
          };
        }),
      );
      return {
        title: rule.title,
        applies: !holds ? "no" : rule.when?.jq === undefined ? "yes" : "maybe",
        stages,
      };
    }),
  );
}
