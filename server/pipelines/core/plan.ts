import type { AttributeChange, PlanAction, PlanSummary, ResourceChange } from "../schema";
import { compareAttributes, holdsTrue } from "./plan-attributes";
import { secretsOfPlan } from "./plan-secrets";

/** The parts of `terraform show -json <plan>` (format 1.x) that are read; everything else is passed over. */
export interface PlanJson {
  terraform_version?: string;
  variables?: Record<string, { value?: unknown }>;
  configuration?: { root_module?: { variables?: Record<string, { sensitive?: boolean }> } };
  resource_changes?: PlannedResource[];
  output_changes?: Record<string, PlannedChange>;
}

export interface PlannedChange {
  actions: string[];
  before?: unknown;
  after?: unknown;
  after_unknown?: unknown;
  before_sensitive?: unknown;
  after_sensitive?: unknown;
  replace_paths?: (string | number)[][];
  importing?: unknown;
}

export interface PlannedResource {
  address: string;
  previous_address?: string;
  mode?: string;
  type: string;
  name: string;
  provider_name?: string;
  change: PlannedChange;
  action_reason?: string;
}

/** What destroys comes first, in the list that people approve. */
const ORDER: PlanAction[] = ["delete", "replace", "forget", "update", "create", "read", "no-op"];

/** Of what no provider can refresh, and the module looked at by itself: it is mended by making it anew. */
export const OBSERVED_REASON = "The module itself saw that it is other than the state says.";

const REASONS: Record<string, string> = {
  observed: OBSERVED_REASON,
  replace_because_tainted: "An earlier run failed while making it, so it is made anew.",
  replace_by_request: "Its replacement was asked for.",
  replace_by_triggers: "Something that it is bound to (replace_triggered_by) changes.",
  delete_because_no_resource_config: "The template no longer has it.",
  delete_because_no_module: "The template no longer has the module that it is in.",
  delete_because_wrong_repetition:
    "The template now makes it once where it made several, or the other way round.",
  delete_because_count_index: "The template now makes fewer of it.",
  delete_because_each_key: "It is no longer among those that the template makes.",
  delete_because_no_move_target: "It was moved to an address that the template does not have.",
};

/** Turns a plan into what people read: destructive changes first, only what changes, and nothing that is secret. */
export function summarizePlan(plan: PlanJson): PlanSummary {
  const secrets = secretsOfPlan(plan);
  const managed = (plan.resource_changes ?? []).filter((resource) => resource.mode !== "data");
  const resources = managed
    .map((resource) => resourceChange(resource, secrets))
    .filter((resource) => resource.action !== "no-op" && resource.action !== "read")
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || (a.address < b.address ? -1 : 1));
  const count = (action: PlanAction) => resources.filter((resource) => resource.action === action).length;
  const outputs = outputChanges(plan, secrets);
  return {
    counts: {
      create: count("create"),
      update: count("update"),
      delete: count("delete"),
      replace: count("replace"),
    },
    resources,
    outputs,
    empty: resources.length === 0 && outputs.length === 0,
    terraformVersion: plan.terraform_version ?? "unknown",
  };
}

function actionOf(actions: string[]): PlanAction {
  if (actions.includes("create") && actions.includes("delete")) return "replace";
  const known: PlanAction[] = ["create", "update", "delete", "read", "forget"];
  return known.find((action) => actions.includes(action)) ?? "no-op";
}

function resourceChange(resource: PlannedResource, secrets: string[]): ResourceChange {
  const action = actionOf(resource.change.actions);
  const attributes = compareAttributes(resource.change, secrets);
  return {
    address: resource.address,
    type: resource.type,
    name: resource.name,
    provider: resource.provider_name ?? "",
    action,
    reason: reasonOf(resource, action, attributes),
    attributes,
  };
}

function reasonOf(
  resource: PlannedResource,
  action: PlanAction,
  attributes: AttributeChange[],
): string | null {
  if (resource.previous_address && resource.previous_address !== resource.address)
    return `It moves here from ${resource.previous_address}.`;
  const known = REASONS[resource.action_reason ?? ""];
  if (known) return known;
  if (action !== "replace") return null;
  const forcing = attributes
    .filter((attribute) => attribute.forcesReplacement)
    .map((attribute) => attribute.path);
  if (forcing.length === 0) return "It cannot be changed in place.";
  return `${forcing.join(", ")} cannot be changed in place.`;
}

function outputChanges(plan: PlanJson, secrets: string[]): PlanSummary["outputs"] {
  return Object.entries(plan.output_changes ?? {})
    .map(([name, change]) => {
      const action = actionOf(change.actions);
      const sensitive =
        holdsTrue(change.before_sensitive) ||
        holdsTrue(change.after_sensitive) ||
        secrets.some((secret) => [change.before, change.after].some((value) => holds(value, secret)));
      const unknownAfter = holdsTrue(change.after_unknown);
      const before = sensitive ? null : (change.before ?? null);
      const after = sensitive || unknownAfter ? null : (change.after ?? null);
      return { name, action, sensitive, before, after, unknownAfter };
    })
    .filter((output) => output.action !== "no-op")
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const holds = (value: unknown, secret: string): boolean => {
  if (typeof value === "string") return value.includes(secret);
  return (
    typeof value === "object" && value !== null && Object.values(value).some((inner) => holds(inner, secret))
  );
};
