import { z } from "zod";

/** What we read of a Terraform state, format 4; everything else in it is left alone. */
const stateSchema = z.object({
  serial: z.number().optional(),
  lineage: z.string().optional(),
  outputs: z
    .record(z.string(), z.object({ value: z.unknown(), sensitive: z.boolean().optional() }))
    .default({}),
  resources: z
    .array(
      z.object({
        module: z.string().optional(),
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        provider: z.string().optional(),
        instances: z
          .array(
            z.object({
              index_key: z.union([z.string(), z.number()]).optional(),
              attributes: z.record(z.string(), z.unknown()).nullish(),
              sensitive_attributes: z
                .array(z.array(z.looseObject({ value: z.unknown().optional() })))
                .nullish()
                // What is written in another way says nothing to us.
                .catch(null),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});
export type StateContent = z.infer<typeof stateSchema>;

/** Reads a state; null when there is none. Throws when it is no state. */
export function parseState(bytes: Buffer | null): StateContent | null {
  return bytes === null || bytes.length === 0 ? null : stateSchema.parse(JSON.parse(bytes.toString("utf8")));
}

/** Attributes of every managed resource, by its address as Terraform writes it. */
export function resourcesOf(state: StateContent | null): Map<string, Record<string, unknown>> {
  const found = new Map<string, Record<string, unknown>>();
  for (const r of state?.resources ?? []) {
    if (r.mode !== "managed") continue;
    const base = `${r.module ? `${r.module}.` : ""}${r.type}.${r.name}`;
    for (const i of r.instances) {
      const index = i.index_key === undefined ? "" : `[${JSON.stringify(i.index_key)}]`;
      found.set(base + index, i.attributes ?? {});
    }
  }
  return found;
}

interface Completed {
  address: string;
  action: string;
  idKey?: string;
  idValue?: string;
}

/**
 * Compares what Terraform said it finished with what the state knows. `inState` is true when the state reflects the
 * change: the resource with that id is in it, or, after a deletion, is no longer in it.
 */
export function reconcile(
  completed: Completed[],
  state: StateContent | null,
): (Completed & { inState: boolean })[] {
  const known = resourcesOf(state);
  return completed.map((done) => {
    const attributes = known.get(done.address);
    if (done.action === "delete") {
      const later = completed
        .slice(completed.indexOf(done) + 1)
        .some((c) => c.address === done.address && c.action !== "delete");
      return { ...done, inState: later || !attributes || !sameId(done, attributes) };
    }
    return { ...done, inState: attributes !== undefined && sameId(done, attributes) };
  });
}

const sameId = (done: Completed, attributes: Record<string, unknown>): boolean =>
  done.idKey === undefined ||
  done.idValue === undefined ||
  !(done.idKey in attributes) ||
  String(attributes[done.idKey]) === done.idValue;
