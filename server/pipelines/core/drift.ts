import { z } from "zod";
import { canonicalJson, sha256 } from "@/server/kernel/secrets";
import type { PlanSummary } from "../schema";
import { type PlanJson, type PlannedResource, summarizePlan } from "./plan";

/** What a module saw when it looked at what it made, by address: attributes as they are now; null: it is gone. */
export type Observed = Record<string, Record<string, unknown> | null>;

const observedSchema = z.record(z.string(), z.union([z.null(), z.record(z.string(), z.json())]));

/** Reads what a module's `observe.mjs` wrote. Throws when it is something else. */
export function parseObserved(text: string): Observed {
  const parsed = observedSchema.safeParse(text.trim() === "" ? {} : JSON.parse(text));
  if (!parsed.success)
    throw new Error("observe.mjs must write an object: address to attributes, or to null where it is gone.");
  return parsed.data;
}

interface StateModule {
  resources?: {
    address: string;
    mode?: string;
    type: string;
    name: string;
    provider_name?: string;
    values?: Record<string, unknown>;
    sensitive_values?: unknown;
  }[];
  child_modules?: StateModule[];
}

/** What of `terraform show -json` of a state is read. */
interface StateJson {
  values?: { root_module?: StateModule };
}

/**
 * What is other than the state says: what a refresh-only plan found, and what the module saw by itself. Before is what the
 * state has, after is what there really is. Outputs follow from resources and are left out.
 */
export function summarizeDrift(
  plan: PlanJson & { resource_drift?: PlannedResource[] },
  own: { state: unknown; observed: Observed } | null,
): PlanSummary {
  const seen = own ? observedChanges(own.state as StateJson, own.observed) : [];
  const addresses = new Set(seen.map((resource) => resource.address));
  const found = (plan.resource_drift ?? []).filter(({ address }) => !addresses.has(address));
  return summarizePlan({ ...plan, resource_changes: [...found, ...seen], output_changes: {} });
}

function observedChanges(state: StateJson, observed: Observed): PlannedResource[] {
  return resourcesIn(state.values?.root_module).flatMap((resource) => {
    const now = observed[resource.address];
    if (now === undefined) return [];
    const before = resource.values ?? {};
    const after = now && { ...before, ...now };
    if (after && canonicalJson(after) === canonicalJson(before)) return [];
    const { address, type, name, provider_name, sensitive_values } = resource;
    return {
      address,
      type,
      name,
      provider_name,
      action_reason: "observed",
      change: {
        actions: [after ? "update" : "delete"],
        before,
        after,
        before_sensitive: sensitive_values ?? false,
        after_sensitive: sensitive_values ?? false,
      },
    };
  });
}

function resourcesIn(module: StateModule | undefined): NonNullable<StateModule["resources"]> {
  if (!module) return [];
  return [
    ...(module.resources ?? []).filter(({ mode }) => mode !== "data"),
    ...(module.child_modules ?? []).flatMap(resourcesIn),
  ];
}

/** The same drift has the same fingerprint, whenever it is found. */
export const driftFingerprint = (drift: Pick<PlanSummary, "resources">): string =>
  sha256(
    canonicalJson(
      drift.resources.map(({ address, action, attributes }) => ({
        address,
        action,
        attributes: attributes.map(({ path, before, after, sensitive }) => ({
          path,
          before,
          after,
          sensitive,
        })),
      })),
    ),
  );
