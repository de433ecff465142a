import type { PlanJson } from "./plan";

/** Shorter texts are not looked for elsewhere: they would be found by chance. In characters. */
const SHORTEST = 8;

/**
 * Every text that a plan marks as sensitive somewhere. Providers do not always mark what they derive: the `output` of a
 * terraform_data repeats its sensitive `input` without the mark.
 */
export function secretsOfPlan(plan: PlanJson): string[] {
  const found = new Set<string>();
  const changes = [
    ...(plan.resource_changes ?? []).map((resource) => resource.change),
    ...Object.values(plan.output_changes ?? {}),
  ];
  for (const change of changes) {
    collect(change.before, change.before_sensitive, found);
    collect(change.after, change.after_sensitive, found);
  }
  for (const [name, { sensitive }] of Object.entries(plan.configuration?.root_module?.variables ?? {})) {
    if (sensitive) collect(plan.variables?.[name]?.value, true, found);
  }
  return [...found];
}

/** `marks` has the shape of the value, with true where it is sensitive. */
function collect(value: unknown, marks: unknown, into: Set<string>): void {
  if (marks === true) addTexts(value, into);
  else if (isTree(value) && isTree(marks)) {
    for (const [key, mark] of Object.entries(marks))
      collect((value as Record<string, unknown>)[key], mark, into);
  }
}

function addTexts(value: unknown, into: Set<string>): void {
  if (typeof value === "string" && value.length >= SHORTEST) into.add(value);
  else if (isTree(value)) for (const inner of Object.values(value)) addTexts(inner, into);
}

const isTree = (value: unknown): value is object => typeof value === "object" && value !== null;
