import type { Issue } from "@/server/kernel/errors";
import { checkDefinitions } from "@/server/properties/check";
import { storableIssues } from "@/server/properties/storable";
import { isDynamic } from "@/server/properties/kind";
import { actionSchema, isSelfService, type ParsedAction, type SelfServiceAction } from "../schema";

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
    ? [...checkInputs(parsed.data), ...checkOperation(parsed.data)]
    : [];
  return issues.length ? { ok: false, issues } : { ok: true, action: parsed.data };
}

function checkInputs({ trigger }: SelfServiceAction): Issue[] {
  const at: Path = ["trigger", "userInputs"];
  const { properties, required = [], order, titles = {}, steps } = trigger.userInputs;
  if (!Array.isArray(required))
    return [
      {
        path: [...at, "required"],
        message: "A computed list of required inputs is not evaluated by this portal.",
      },
    ];
  const faults = checkDefinitions(properties, "input").map((issue) => ({
    ...issue,
    path: [...at, "properties", ...issue.path],
  }));
  if (faults.length) return faults;
  const places = new Set([...Object.keys(properties), ...Object.keys(titles)]);
  const unknown = (keys: string[], known: (key: string) => boolean, path: Path, what: string): Issue[] =>
    keys.flatMap((key, i) =>
      known(key) ? [] : [{ path: [...path, i], message: `There is no ${what} "${key}".` }],
    );
  return [
    ...unknown(required, (key) => Object.hasOwn(properties, key), [...at, "required"], "input"),
    ...unknown(order ?? [], (key) => places.has(key), [...at, "order"], "input or title"),
    ...(steps ?? []).flatMap((step, i) =>
      unknown(step.order ?? [], (key) => places.has(key), [...at, "steps", i, "order"], "input or title"),
    ),
    ...(order && steps ? [{ path: [...at, "order"], message: 'Use "order" or "steps", not both.' }] : []),
    ...Object.keys(titles).flatMap((key) =>
      Object.hasOwn(properties, key)
        ? [{ path: [...at, "titles", key], message: `"${key}" is an input already.` }]
        : [],
    ),
    ...Object.entries(properties).flatMap(([key, definition]) =>
      unsupported(definition, [...at, "properties", key]),
    ),
  ];
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
