import type { DefinitionIssue } from "@/components/definition-editor/issues";
import { widgetSchema } from "@/server/dashboards/core/widgets/union";

const MISSING: Record<string, string> = {
  blueprint: "Choose a blueprint.",
  property: "Choose a property.",
  properties: "Choose a property.",
  entity: "Choose an entity.",
  metric: "Choose a metric.",
  action: "Choose an action.",
  actions: "Choose an action.",
  user_email: "Choose a person.",
  team_name: "Choose a team.",
  measureTimeBy: "Choose a date.",
};

/** What a widget lacks, with paths from its root, in words for its form. */
export function checkWidget(widget: unknown): DefinitionIssue[] {
  const { error } = widgetSchema.safeParse(widget);
  if (!error) return [];
  return error.issues.map(({ path, message, code }) => {
    const at = path.map((step) => (typeof step === "number" ? step : String(step)));
    const missing = code === "invalid_type" || code === "invalid_value" || code === "too_small";
    return { path: at, message: (missing && MISSING[String(at.at(-1))]) || message };
  });
}
