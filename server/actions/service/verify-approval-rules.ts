import { describeStage } from "@/server/approvals/core/stages";
import { type ActionApprovalRule } from "@/server/approvals/core/definition";
import { stagesOfRule } from "@/server/approvals/core/requirement";
import { approversUnder } from "@/server/approvals/service/candidates";
import { findActiveUsers } from "@/server/identity/service/people";
import type { Context } from "@/server/kernel/context";
import type { Issue } from "@/server/kernel/errors";
import { checkJq } from "@/server/kernel/jq";
import type { TransactionContext } from "@/server/kernel/transaction";
import { checkTemplates } from "@/server/pipelines/template";
import type { ParsedAction } from "../schema";

type AnyContext = Context | TransactionContext;

/**
 * What is wrong with the approval rules of an action: jq that is none, templates that cannot be read, and stages that nobody
 * could ever fulfil. People are counted as they are now, each once, and one who requests is not counted.
 */
export async function approvalRuleFaults(
  ctx: AnyContext,
  { approvalRules = [] }: Pick<ParsedAction, "approvalRules">,
): Promise<Issue[]> {
  const found = await Promise.all(
    approvalRules.map(async (rule, i) =>
      [...(await brokenParts(rule)), ...(await unsatisfiable(ctx, rule))].map(({ path, message }) => ({
        path: ["approvalRules", i, ...path],
        message,
      })),
    ),
  );
  return found.flat();
}

async function brokenParts(rule: ActionApprovalRule): Promise<Issue[]> {
  const jq = rule.when?.jq;
  const fault = jq === undefined ? null : await checkJq(jq);
  const templates = await Promise.all(
    rule.stages.map(async ({ from }, i) =>
      (from.owners ? await checkTemplates(from.owners.query) : []).map(({ path, message }) => ({
        path: ["stages", i, "from", "owners", "query", ...path],
        message,
      })),
    ),
  );
  return [
    ...(fault === null ? [] : [{ path: ["when", "jq"], message: `This is no jq: ${fault}` }]),
    ...templates.flat(),
  ];
}

/** Leads of the owning team and owners are known only when a request names them: then the request decides. */
async function unsatisfiable(ctx: AnyContext, rule: ActionApprovalRule): Promise<Issue[]> {
  const stages = stagesOfRule(rule, null, []);
  const everybody = (await findActiveUsers(ctx, { roles: ["admin", "member"] })).length;
  const faults = await Promise.all(
    rule.stages.map(async ({ from }, i): Promise<Issue[]> => {
      const stage = stages[i];
      if (from.teamLeads || from.owners || !stage || stage.needs === "ALL") return [];
      const people = (await approversUnder(ctx, stage.from, [])).length;
      // Where everybody is an approver, whoever requests is one approver less.
      const others = stage.selfApproval || people < everybody ? people : people - 1;
      if (others >= stage.needs) return [];
      return [
        {
          path: ["stages", i, "count"],
          message: `Nobody could fulfil this: it asks for ${stage.needs}, and ${others === 0 ? "no" : `only ${others}`} active ${others === 1 ? "person is" : "people are"} among ${describeStage({ ...stage, needs: 1 })}${others < people ? ", the requester left out" : ""}.`,
        },
      ];
    }),
  );
  return faults.flat();
}
