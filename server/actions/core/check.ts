import type { z } from "zod";
import type { Issue } from "@/server/kernel/errors";
import { isDynamic } from "@/server/properties/kind";
import { storableIssues } from "@/server/properties/storable";
import { actionSchema, isSelfService, type ParsedAction, type SelfServiceAction } from "../schema";
import { checkInputs } from "./definition/check-inputs";
import { checkLayout } from "./definition/check-layout";
import { inWords } from "./definition/words";
import { type InputDefinition, type UserInputs, userInputsSchema } from "./definition/user-inputs";
import { COMPUTED_ITEM_KEYS, COMPUTED_KEYS } from "./form/expressions";
import { cycleIssues } from "./form/graph";

type Path = (string | number)[];

/**
 * Reads a definition and names everything that is wrong with it, each fault with its place. What only the database
 * knows (blueprints, templates) is checked by the service.
 */
export function checkAction(
  input: unknown,
): { ok: true; action: ParsedAction } | { ok: false; issues: Issue[] } {
  const unstorable = storableIssues(input);
  if (unstorable.length) return { ok: false, issues: unstorable };
  const parsed = actionSchema.safeParse(input, { error: inWords });
  if (!parsed.success) {
    const issues = issuesOf(parsed.error);
    return { ok: false, issues: [...issues, ...formIssues(input, issues)] };
  }
  const issues = isSelfService(parsed.data)
    ? [...checkInputsAndLayout(parsed.data.trigger.userInputs).map(below(AT)), ...checkOperation(parsed.data)]
    : [];
  return issues.length ? { ok: false, issues } : { ok: true, action: parsed.data };
}

/** What is wrong with a form that can be read in a definition that cannot: one who builds it sees all that is to be mended. */
function formIssues(definition: unknown, found: readonly Issue[]): Issue[] {
  if (
    found.some(
      ({ path }) => path.length === 0 || (path[0] === "trigger" && path[1] !== "blueprintIdentifier"),
    )
  )
    return [];
  const form = checkUserInputs(definition as Record<string, unknown>);
  return form.ok ? [] : form.issues;
}

const AT: Path = ["trigger", "userInputs"];
const below =
  (at: Path) =>
  ({ path, message }: Issue): Issue => ({ path: [...at, ...path], message });

const issuesOf = (error: z.ZodError): Issue[] =>
  error.issues.map(({ path, message }) => ({
    path: path.map((part) => (typeof part === "symbol" ? String(part) : part)),
    message,
  }));

/** The same for the form of a definition that need not be complete otherwise; paths start at the definition. */
export function checkUserInputs(
  definition: Record<string, unknown>,
): { ok: true; userInputs: UserInputs } | { ok: false; issues: Issue[] } {
  const { userInputs } = (definition.trigger ?? {}) as { userInputs?: unknown };
  const unstorable = storableIssues(userInputs);
  const parsed = userInputsSchema.safeParse(userInputs, { error: inWords });
  const issues = unstorable.length
    ? unstorable
    : parsed.success
      ? checkInputsAndLayout(parsed.data)
      : issuesOf(parsed.error);
  return parsed.success && !issues.length
    ? { ok: true, userInputs: parsed.data }
    : { ok: false, issues: issues.map(below(AT)) };
}

function checkInputsAndLayout(userInputs: UserInputs): Issue[] {
  const faults = checkInputs(userInputs.properties);
  const issues = faults.length
    ? faults.map((issue) => ({ ...issue, path: ["properties", ...issue.path] }))
    : [
        ...checkLayout(userInputs),
        ...cycleIssues(userInputs),
        ...Object.entries(userInputs.properties).flatMap(([key, definition]) =>
          notComputable(definition).map(({ path, message }) => ({
            path: ["properties", key, ...path],
            message,
          })),
        ),
      ];
  return issues;
}

/** Keys with an expression that must have a value when the form is saved, such as the type. */
function notComputable({ items, ...definition }: InputDefinition): Issue[] {
  const of = (from: object, known: readonly string[], at: Path): Issue[] =>
    Object.entries(from)
      .filter(([key, value]) => isDynamic(value) && !known.includes(key))
      .map(([key]) => ({
        path: [...at, key],
        message: `"${key}" cannot be computed in the form. Use a constant; ${known.join(", ")} can be computed.`,
      }));
  return [...of(definition, COMPUTED_KEYS, []), ...of(items ?? {}, COMPUTED_ITEM_KEYS, ["items"])];
}

function checkOperation({ trigger, invocationMethod }: SelfServiceAction): Issue[] {
  const issues: Issue[] = [];
  if (trigger.operation === "CREATE" && trigger.condition)
    issues.push({
      path: ["trigger", "condition"],
      message: "An action that creates works on no entity, so that there is none to choose. Leave it out.",
    });
  if (invocationMethod.type !== "TERRAFORM") return issues;
  if (!trigger.blueprintIdentifier)
    issues.push({
      path: ["trigger", "blueprintIdentifier"],
      message: "Name the blueprint of the entity that the action makes or works on.",
    });
  if (trigger.operation === "CREATE" && invocationMethod.operation === "destroy")
    issues.push({
      path: ["invocationMethod", "operation"],
      message: "An action that creates cannot destroy.",
    });
  return issues;
}
