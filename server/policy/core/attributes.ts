import type { AttributeChange } from "@/server/pipelines/schema";

type Step = string | number;

/** The steps of an attribute's path: `a.b[0]["two words"]`. */
export function attributePath(path: string): Step[] {
  const steps: Step[] = [];
  const step = /\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\[("(?:\\.|[^"\\])*")\]/gy;
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    // A path that is written otherwise stays one name: nothing is guessed.
    if (!found) return [path];
    steps.push(found[1] ?? (found[2] !== undefined ? Number(found[2]) : (JSON.parse(found[3]!) as string)));
  }
  return steps;
}

interface Branch {
  list: boolean;
  parts: Map<Step, Branch | { value: unknown }>;
}

const isBranch = (part: Branch | { value: unknown }): part is Branch => "parts" in part;

/**
 * The attributes of a planned change as a tree, as they are (`before`) or will be (`after`). It holds what changes: what stays
 * the same is not in a plan's summary, and a list has the items alone that change. Values that are masked, or known after
 * the apply only, are left out.
 */
export function attributeTree(
  attributes: readonly AttributeChange[],
  side: "before" | "after",
): Record<string, unknown> {
  const root: Branch = { list: false, parts: new Map() };
  for (const attribute of attributes) {
    const value = attribute[side];
    if (attribute.sensitive || (side === "after" && attribute.unknownAfter)) continue;
    if (value === null || value === undefined) continue;
    place(root, attributePath(attribute.path), value);
  }
  return grown(root) as Record<string, unknown>;
}

function place(root: Branch, path: Step[], value: unknown): void {
  let branch = root;
  for (const [index, step] of path.entries()) {
    if (index === path.length - 1) {
      branch.parts.set(step, { value });
      return;
    }
    const next = branch.parts.get(step);
    if (next && isBranch(next)) branch = next;
    else {
      const made: Branch = { list: typeof path[index + 1] === "number", parts: new Map() };
      branch.parts.set(step, made);
      branch = made;
    }
  }
}

function grown(part: Branch | { value: unknown }): unknown {
  if (!isBranch(part)) return part.value;
  const entries = [...part.parts].map(([step, inner]) => [step, grown(inner)] as const);
  return part.list ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
