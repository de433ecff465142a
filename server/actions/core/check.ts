import type { Issue } from "@/server/kernel/errors";
import { isDynamic } from "@/server/properties/kind";
import { storableIssues } from "@/server/properties/storable";
import { actionSchema, isSelfService, type ParsedAction, type SelfServiceAction } from "../schema";
import { checkInputs } from "./definition/check-inputs";
import { checkLayout } from "./definition/check-layout";

type Path = (string | number)[];

/** Keys of an input whose meaning needs catalog searches, jq or ciphers in the form: refused, since ignoring one would be wrong. */
const UNSUPPORTED: Record<string, string> = {
  dataset: "Choices limited by a search are not evaluated by this portal. Leave it out.",
  encryption: "Secret inputs are not supported by this portal. Use a connection for secrets.",
};

/**
 * Reads a definition and names everything that is wrong with it, each fault with its place. What only the database
 * knows (blueprints, templates) is checked by the service.
 */
export function checkAction(
  input: unknown,
): { ok: true; action: ParsedAction } | { ok: false; issues: Issue[] } {
  const unstorable = storableIssues(input);
  if (unstorable.length) return { ok: false, issues: unstorable };
  const parsed = actionSchema.safeParse(input);
  if (!parsed.success)
    return {
      ok: false,
      issues: parsed.error.issues.map((i) => ({
        path: i.path.map((p) => (typeof p === "symbol" ? String(p) : p)),
        message: i.message,
      })),
    };
  const issues = isSelfService(parsed.data)
    ? [...checkForm(parsed.data), ...checkOperation(parsed.data)]
    : [];
  return issues.length ? { ok: false, issues } : { ok: true, action: parsed.data };
}

function checkForm({ trigger: { userInputs } }: SelfServiceAction): Issue[] {
  const faults = checkInputs(userInputs.properties);
  const issues = faults.length
    ? faults.map((issue) => ({ ...issue, path: ["properties", ...issue.path] }))
    : [
        ...checkLayout(userInputs),
        ...(Array.isArray(userInputs.required ?? [])
          ? []
          : [
              {
                path: ["required"],
                message: "A computed list of required inputs is not evaluated by this portal.",
              },
            ]),
        ...Object.entries(userInputs.properties).flatMap(([key, definition]) =>
          unsupported(definition, ["properties", key]),
        ),
      ];
  return issues.map(({ path, message }) => ({ path: ["trigger", "userInputs", ...path], message }));
}

/** What an input asks for that this portal would have to ignore. */
function unsupported(definition: Record<string, unknown>, at: Path): Issue[] {
  return Object.entries(definition).flatMap(([key, value]) => {
    if (isDynamic(value))
      return [
        {
          path: [...at, key],
          message: "Values computed by jq in the form are not evaluated by this portal. Use a constant.",
        },
      ];
    return key in UNSUPPORTED ? [{ path: [...at, key], message: UNSUPPORTED[key] ?? "" }] : [];
  });
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
