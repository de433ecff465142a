import type { TerraformInvocation } from "@/server/pipelines/schema";
import { mapTexts, secretVariables } from "@/server/runs/core/secret-variables";

export type UpgradePlan = { ok: true; invocation: TerraformInvocation } | { ok: false; lost: string[] };

/**
 * What applies another version of a template to what a run has made before, and changes nothing else: the variables of that
 * run as they were, secrets of the organisation anew, and of the entity only what comes from outputs.
 *
 * @param last what that run was asked to do
 * @param rendered its variables as they are stored
 * @param given secret inputs that are given again; the variables that take them are made of them anew
 * Out: `lost` names the secret inputs that variables take, that are not kept, and were not given.
 */
export function upgradeInvocation(
  last: TerraformInvocation,
  rendered: Record<string, unknown>,
  userInputs: Record<string, unknown>,
  given: readonly string[] = [],
): UpgradePlan {
  const secret = secretVariables(last.variables, userInputs);
  const taken = Object.values(secret).flatMap(({ inputs }) => inputs);
  const lost = [...new Set(taken)].filter((key) => !given.includes(key));
  if (lost.length) return { ok: false, lost };
  const variables = Object.fromEntries(
    Object.entries(last.variables).map(([name, template]) => [
      name,
      Object.hasOwn(secret, name) ? template : literally(rendered[name] ?? null),
    ]),
  );
  const { mapping, version: _version, ...rest } = last;
  return {
    ok: true,
    invocation: {
      ...rest,
      variables: variables as TerraformInvocation["variables"],
      ...(mapping ? { mapping: outputsOf(mapping) } : {}),
    },
  };
}

/** A value as a template that gives exactly it, whatever braces it holds. */
export const literally = (value: unknown): unknown =>
  mapTexts(value, (text) =>
    text.includes("{{")
      ? `{{ ${JSON.stringify(text).replaceAll("{", "\\u007b").replaceAll("}", "\\u007d")} }}`
      : text,
  );

/** What people have written since stays: only properties that outputs give are written again. */
function outputsOf(mapping: NonNullable<TerraformInvocation["mapping"]>): TerraformInvocation["mapping"] {
  const { properties = {} } = mapping;
  return {
    identifier: "{{ .entity.identifier }}",
    properties: Object.fromEntries(
      Object.entries(properties).filter(([, template]) => JSON.stringify(template).includes(".outputs")),
    ),
    relations: {},
  };
}
