import { type PlanJson, type PlannedChange, summarizePlan } from "@/server/pipelines/core/plan";
import type { PlanSummary, ResourceChange } from "@/server/pipelines/schema";
import type { StateContent } from "./state-content";

/** Two states as what would lead from one to the other, in the shape of a plan, so that both are read alike. */
export type StateDiff = Pick<PlanSummary, "counts" | "resources" | "outputs" | "empty">;

/**
 * Attributes that hold secrets by their very name. Terraform before 1.10 left what a provider declares as sensitive unmarked in
 * the state, so that marks alone would show a generated password.
 */
const SECRET_NAME = /password|passwd|passphrase|secret|token|private_key|credential|connection_string/i;

interface Instance {
  type: string;
  name: string;
  provider: string;
  values: Record<string, unknown>;
  marks: unknown;
}

/** Compares two states, resource by resource; null stands for no state at all. Sensitive values never get in. */
export function diffStates(before: StateContent | null, after: StateContent | null): StateDiff {
  const [old, next] = [instancesOf(before), instancesOf(after)];
  const addresses = [...new Set([...old.keys(), ...next.keys()])];
  const plan: PlanJson = {
    resource_changes: addresses.map((address) => {
      const [a, b] = [old.get(address), next.get(address)];
      const { type, name, provider } = (b ?? a)!;
      return {
        address,
        type,
        name,
        provider_name: provider,
        change: changeOf(a?.values, b?.values, a?.marks, b?.marks),
      };
    }),
    output_changes: Object.fromEntries(
      [...new Set([...Object.keys(before?.outputs ?? {}), ...Object.keys(after?.outputs ?? {})])].map(
        (name) => {
          const [a, b] = [before?.outputs[name], after?.outputs[name]];
          return [name, changeOf(a?.value, b?.value, a?.sensitive, b?.sensitive)];
        },
      ),
    ),
  };
  const { counts, resources, outputs, empty } = summarizePlan(plan);
  return { counts, resources, outputs, empty };
}

/** What is in a state: each resource with its attributes, sensitive ones masked. */
export const contentOf = (
  state: StateContent | null,
): { resources: ResourceChange[]; outputs: PlanSummary["outputs"] } => diffStates(null, state);

function changeOf(before: unknown, after: unknown, beforeMarks: unknown, afterMarks: unknown): PlannedChange {
  const actions =
    before === undefined
      ? ["create"]
      : after === undefined
        ? ["delete"]
        : JSON.stringify(before) === JSON.stringify(after)
          ? ["no-op"]
          : ["update"];
  return {
    actions,
    before: before ?? null,
    after: after ?? null,
    before_sensitive: beforeMarks ?? false,
    after_sensitive: afterMarks ?? false,
  };
}

function instancesOf(state: StateContent | null): Map<string, Instance> {
  const found = new Map<string, Instance>();
  for (const { mode, module, type, name, provider, instances } of state?.resources ?? []) {
    if (mode !== "managed") continue;
    for (const { index_key, attributes, sensitive_attributes } of instances) {
      const index = index_key === undefined ? "" : `[${JSON.stringify(index_key)}]`;
      const values = attributes ?? {};
      found.set(`${module ? `${module}.` : ""}${type}.${name}${index}`, {
        type,
        name,
        provider: /"([^"]+)"/.exec(provider ?? "")?.[1] ?? "",
        values,
        marks: merge(marksByName(values), marksByPath(sensitive_attributes ?? [])),
      });
    }
  }
  return found;
}

/** Terraform names sensitive attributes by paths of steps: `[{type: "get_attr", value: "input"}, …]`. */
function marksByPath(paths: readonly (readonly { value?: unknown }[])[]): unknown {
  let marks: unknown = false;
  for (const path of paths) {
    const steps = path.map(({ value }) =>
      typeof value === "object" && value !== null ? (value as { value?: unknown }).value : value,
    );
    marks = merge(
      marks,
      steps.reduceRight<unknown>((inner, step) => ({ [String(step)]: inner }), true),
    );
  }
  return marks;
}

function marksByName(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return false;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      (SECRET_NAME.test(key) && inner !== null && inner !== "") || marksByName(inner),
    ]),
  );
}

function merge(a: unknown, b: unknown): unknown {
  if (a === true || b === true) return true;
  if (typeof a !== "object" || a === null) return b;
  if (typeof b !== "object" || b === null) return a;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      merge((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    ]),
  );
}
