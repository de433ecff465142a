import { isDynamic } from "@/server/properties/kind";
import type { Issue } from "@/server/kernel/errors";
import type { UserInputs } from "../definition/user-inputs";
import { allExpressionsOf, pickerOf } from "./expressions";
import { formReads, mayReadAll } from "./references-in-jq";

interface Graph {
  /** What each input has to be evaluated after, itself among it where it reads its own value. */
  after: Map<string, Set<string>>;
  /** Inputs that read the form as a whole: they come after all that do not wait for them. */
  whole: Set<string>;
}

const known = new WeakMap<UserInputs, Graph>();

function graphOf(userInputs: UserInputs): Graph {
  const made = known.get(userInputs);
  if (made) return made;
  const { properties, steps = [] } = userInputs;
  const graph: Graph = { after: new Map(), whole: new Set() };
  for (const [key, definition] of Object.entries(properties)) {
    const programs = [
      ...allExpressionsOf(definition),
      ...steps.flatMap(({ order = [], visible }) =>
        order.includes(key) && isDynamic(visible) ? [visible.jqQuery] : [],
      ),
    ];
    const after = new Set((definition.dependsOn ?? []).filter((other) => Object.hasOwn(properties, other)));
    for (const reads of programs.map(formReads)) {
      if (reads.whole) graph.whole.add(key);
      for (const other of reads.keys) if (Object.hasOwn(properties, other)) after.add(other);
    }
    graph.after.set(key, after);
  }
  known.set(userInputs, graph);
  return graph;
}

/** By input, the inputs that it refers to: in its expressions, in `dependsOn`, and in the visibility of its step. */
export const dependenciesOf = (userInputs: UserInputs): ReadonlyMap<string, ReadonlySet<string>> =>
  graphOf(userInputs).after;

/**
 * The inputs in the order in which they can be evaluated: those of one round do not refer to one another. The same
 * whatever order the definition names them in. The references must have no cycle.
 */
export function roundsOf(userInputs: UserInputs): string[][] {
  const { after, whole } = graphOf(userInputs);
  const waiting = new Set([...after.keys()].sort());
  const rounds: string[][] = [];
  while (waiting.size) {
    const ready = [...waiting].filter(
      (key) => ![...(after.get(key) ?? [])].some((other) => waiting.has(other)),
    );
    const first = ready.filter((key) => !whole.has(key));
    const round = first.length ? first : ready;
    if (round.length === 0) throw new Error("The references of the form have a cycle.");
    for (const key of round) waiting.delete(key);
    rounds.push(round);
  }
  return rounds;
}

/** An input with everything that it refers to, directly or not. Null: it reads the whole form. */
export function closureOf(userInputs: UserInputs, key: string): Set<string> | null {
  const { after, whole } = graphOf(userInputs);
  const found = new Set([key]);
  for (const one of found) {
    if (whole.has(one)) return null;
    for (const other of after.get(one) ?? []) found.add(other);
  }
  return found;
}

/**
 * The inputs after whose change the form has to be evaluated anew: those that anything in it reads, and pickers, since only
 * the server knows whether what they hold is still there. Another input has only its own rules, which need no server.
 */
export function inputsThatMatter(userInputs: UserInputs): ReadonlySet<string> {
  const { properties, required, titles = {}, steps = [], validations = [] } = userInputs;
  const switches = [required, ...[...Object.values(titles), ...steps].map(({ visible }) => visible)];
  const programs = [
    ...Object.values(properties).flatMap(allExpressionsOf),
    ...switches.flatMap((value) => (isDynamic(value) ? [value.jqQuery] : [])),
    ...[...validations, ...steps.flatMap((step) => step.validations ?? [])].map((rule) => rule.constraint),
  ];
  const keys = Object.keys(properties);
  if (programs.some((program) => formReads(program).whole || mayReadAll(program))) return new Set(keys);
  const read = new Set(programs.flatMap((program) => [...formReads(program).keys]));
  for (const after of dependenciesOf(userInputs).values()) for (const key of after) read.add(key);
  return new Set(keys.filter((key) => read.has(key) || pickerOf(properties[key]!) !== null));
}

/** Each cycle of references with its inputs named in turn, at the first of them; paths start at `properties`. */
export function cycleIssues(userInputs: UserInputs): Issue[] {
  const { after } = graphOf(userInputs);
  const done = new Set<string>();
  const issues: Issue[] = [];
  const visit = (key: string, trail: string[]): void => {
    const start = trail.indexOf(key);
    if (start >= 0) {
      const cycle = [...trail.slice(start), key];
      issues.push({
        path: ["properties", key],
        message:
          cycle.length === 2
            ? `The input refers to itself (${cycle.join(" → ")}), so that it could never be evaluated. Take the reference away.`
            : `The inputs wait for one another: ${cycle.join(" → ")}. Take one of the references away.`,
      });
      return;
    }
    if (done.has(key)) return;
    for (const other of [...(after.get(key) ?? [])].sort()) visit(other, [...trail, key]);
    done.add(key);
  };
  for (const key of [...after.keys()].sort()) visit(key, []);
  return issues.slice(0, 20);
}
