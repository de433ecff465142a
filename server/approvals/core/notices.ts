import type { ApprovalBrief, ApprovalStage } from "../schema";
import { describeStage } from "./stages";

const valueText = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
};

/** "Destroys 1, replaces 0, adds 2, changes 3", destruction first. */
export function planLine(plan: ApprovalBrief["plan"]): string | null {
  if (!plan) return null;
  const parts = [
    plan.delete ? `destroys ${plan.delete}` : null,
    plan.replace ? `replaces ${plan.replace}` : null,
    plan.create ? `adds ${plan.create}` : null,
    plan.update ? `changes ${plan.update}` : null,
  ].filter((part) => part !== null);
  return parts.length ? `Plan: ${parts.join(", ")}` : "Plan: nothing changes";
}

/** Everything that an approver needs to know before they open it, as plain text. */
export function requestText(
  brief: ApprovalBrief | null,
  stages: readonly ApprovalStage[],
  stage: number,
): string {
  const current = stages[stage];
  const cost = brief?.cost;
  const lines = [
    brief && `${brief.requester} asks for: ${brief.action}${brief.target ? ` on ${brief.target}` : ""}.`,
    brief?.team && `Team: ${brief.team}`,
    brief?.environment && `Environment: ${brief.environment}`,
    brief && planLine(brief.plan),
    ...(brief?.destructive ?? []).map((address) => `  destroys or replaces ${address}`),
    cost &&
      `Monthly cost (estimate): ${cost.monthly.startsWith("-") ? "" : "+"}${cost.monthly} ${cost.currency}`,
    ...(brief?.budgets ?? []),
    ...(brief?.verdicts ?? [])
      .filter((verdict) => verdict.outcome !== "pass")
      .map((verdict) => `Policy ${verdict.title}: ${verdict.message}`),
    ...Object.entries(brief?.inputs ?? {}).map(([key, value]) => `${key}: ${valueText(value)}`),
    current &&
      `${stages.length > 1 ? `Stage ${stage + 1} of ${stages.length}: ` : ""}to be approved by ${describeStage(current)}.`,
  ];
  return lines.filter(Boolean).join("\n");
}
