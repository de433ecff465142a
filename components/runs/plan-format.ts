import type { AttributeChange, PlanAction, PlanSummary } from "@/server/pipelines/schema";

/** Sign, word and tone of a planned action: never colour alone. */
export const PLAN_LOOK: Record<
  PlanAction,
  { sign: string; word: string; tone: "success" | "warning" | "danger" | "neutral" }
> = {
  create: { sign: "+", word: "create", tone: "success" },
  update: { sign: "~", word: "change", tone: "warning" },
  delete: { sign: "−", word: "destroy", tone: "danger" },
  replace: { sign: "±", word: "replace", tone: "danger" },
  forget: { sign: "−", word: "forget", tone: "warning" },
  read: { sign: "←", word: "read", tone: "neutral" },
  "no-op": { sign: "", word: "unchanged", tone: "neutral" },
};

/** The parts of a plan's head line that are not zero, destructive ones first. */
export function planCounts(plan: Pick<PlanSummary, "counts">): { action: PlanAction; count: number }[] {
  const { create, update, delete: destroy, replace } = plan.counts;
  return (
    [
      { action: "delete", count: destroy },
      { action: "replace", count: replace },
      { action: "update", count: update },
      { action: "create", count: create },
    ] as const
  ).filter((part) => part.count > 0);
}

/** "1 to destroy, 2 to create", for a title or a screen reader. */
export function planSentence(plan: Pick<PlanSummary, "counts" | "empty">): string {
  const parts = planCounts(plan).map(({ action, count }) => `${count} to ${PLAN_LOOK[action].word}`);
  return parts.length ? parts.join(", ") : plan.empty ? "No changes" : "Only outputs change";
}

/** A value of a plan as text: strings with quotes, so that "true" and true differ; structures as indented JSON. */
export function planValue(value: unknown): string {
  if (value === undefined || value === null) return "null";
  return typeof value === "string" ? JSON.stringify(value) : JSON.stringify(value, null, 2);
}

/** What stands before and after the arrow. Null where there is nothing to show: a created value has no "before". */
export function attributeSides(
  attribute: AttributeChange,
  action: PlanAction,
): { before: string | null; after: string | null } {
  const hidden = "(sensitive)";
  const before = action === "create" ? null : attribute.sensitive ? hidden : planValue(attribute.before);
  const after =
    action === "delete"
      ? null
      : attribute.unknownAfter
        ? "(known after apply)"
        : attribute.sensitive
          ? hidden
          : planValue(attribute.after);
  return { before, after };
}

/** The plan as plain text, in the order in which it is shown: for copying and for the raw tab. */
export function planText(plan: PlanSummary): string {
  const lines = [planSentence(plan), ""];
  for (const resource of plan.resources) {
    const look = PLAN_LOOK[resource.action];
    lines.push(
      `${look.sign} ${resource.address} (${look.word}${resource.reason ? `: ${resource.reason}` : ""})`,
    );
    for (const attribute of resource.attributes) {
      const { before, after } = attributeSides(attribute, resource.action);
      lines.push(
        `    ${attribute.path} = ${[before, after].filter((v) => v !== null).join(" -> ")}${attribute.forcesReplacement ? "  # forces replacement" : ""}`,
      );
    }
  }
  for (const output of plan.outputs) {
    const after = output.sensitive
      ? "(sensitive)"
      : output.unknownAfter
        ? "(known after apply)"
        : planValue(output.after);
    lines.push(`${PLAN_LOOK[output.action].sign} output ${output.name} = ${after}`);
  }
  return lines.join("\n");
}
