import { valueAt } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Parts of a definition with the words for a change of them, in the order in which they are told. */
const PARTS: readonly (readonly [DefinitionPath, string])[] = [
  [["title"], "title"],
  [["description"], "description"],
  [["documentation"], "documentation"],
  [["icon"], "icon"],
  [["group"], "topic"],
  [["identifier"], "identifier"],
  [["trigger", "type"], "trigger"],
  [["trigger", "event"], "event"],
  [["trigger", "operation"], "operation"],
  [["trigger", "blueprintIdentifier"], "blueprint"],
  [["trigger", "condition"], "condition"],
  [["trigger", "userInputs", "required"], "required inputs"],
  [["trigger", "userInputs", "order"], "order"],
  [["trigger", "userInputs", "titles"], "headings"],
  [["trigger", "userInputs", "steps"], "steps"],
  [["trigger", "userInputs", "validations"], "rules of the form"],
  [["trigger", "actionCardButtonText"], "texts of buttons"],
  [["trigger", "executeActionButtonText"], "texts of buttons"],
  [["invocationMethod", "type"], "kind of backend"],
  [["requiredApproval"], "approval"],
  [["approvalNotification"], "notification of approvers"],
  [["allowAnyoneToViewRuns"], "who sees runs"],
  [["rateCard"], "cost"],
];
const INPUTS = ["trigger", "userInputs", "properties"] as const;

/** So many inputs are named; of more, the number is told. */
const NAMED = 3;

function inputWords(verb: string, keys: string[]): string[] {
  if (keys.length === 0) return [];
  return [`${verb} ${keys.length <= NAMED ? keys.join(", ") : `${keys.length} inputs`}`];
}

/** What differs between two definitions of an action, in a few words: "Added region. Changed title, backend." */
export function changeWords(before: object | null, after: object | null): string {
  if (!after) return "Deleted";
  if (!before) return "Created";
  const inputs = (of: object) => (valueAt(of, INPUTS) ?? {}) as Record<string, unknown>;
  const [old, now] = [inputs(before), inputs(after)];
  const changed = PARTS.flatMap(([path, words]) =>
    same(valueAt(before, path), valueAt(after, path)) ? [] : [words],
  );
  const backend = ["invocationMethod"];
  if (!changed.includes("kind of backend") && !same(valueAt(before, backend), valueAt(after, backend)))
    changed.push("what the backend is sent");
  const published = (of: object) => valueAt(of, ["publish"]) !== false;
  const words = [
    ...inputWords(
      "Added",
      Object.keys(now).filter((key) => !Object.hasOwn(old, key)),
    ),
    ...inputWords(
      "Removed",
      Object.keys(old).filter((key) => !Object.hasOwn(now, key)),
    ),
    ...inputWords(
      "Changed input",
      Object.keys(now).filter((key) => Object.hasOwn(old, key) && !same(old[key], now[key])),
    ),
    ...(changed.length ? [`Changed ${[...new Set(changed)].join(", ")}`] : []),
    ...(published(before) === published(after) ? [] : [published(after) ? "Published" : "Hidden"]),
  ];
  return words.length ? `${words.join(". ")}.` : "No difference.";
}
