import type { Issue } from "@/server/kernel/errors";
import { checkJq } from "@/server/kernel/jq";
import { isOurs } from "@/server/pipelines/schema";
import { checkTemplates } from "@/server/pipelines/template";
import { conditionExpressions, type Expression, formExpressions } from "../core/definition/expressions";
import { publicKeyFault } from "../core/definition/public-key";
import type { ParsedAction } from "../schema";

type Path = Issue["path"];

/** Expressions of the form, or of an automation's condition, that are no jq. */
export async function brokenExpressions({ trigger }: ParsedAction): Promise<Issue[]> {
  const [found, at]: [Expression[], Path] =
    trigger.type === "self-service"
      ? [formExpressions(trigger.userInputs), ["trigger", "userInputs"]]
      : [conditionExpressions(trigger), ["trigger"]];
  const issues = await Promise.all(
    found.map(async ({ path, jq }) => ({ path: [...at, ...path], message: await checkJq(jq) })),
  );
  return issues.flatMap(({ path, message }) =>
    message === null ? [] : [{ path, message: `This is no jq: ${message}` }],
  );
}

/**
 * Templates that could not be rendered. A fault where the definition was written for this portal; a warning for backends of the
 * published format, whose definitions come from elsewhere and are kept as they are: a run of them fails and says why.
 */
export async function brokenTemplates({
  invocationMethod,
}: ParsedAction): Promise<{ issues: Issue[]; warnings: Issue[] }> {
  const found = (await checkTemplates(invocationMethod)).map(({ path, message }) => ({
    path: ["invocationMethod", ...path],
    message,
  }));
  return isOurs(invocationMethod) ? { issues: found, warnings: [] } : { issues: [], warnings: found };
}

/** Keys of secret inputs for which no browser could encrypt. */
export function unusableKeys({ trigger }: ParsedAction): Issue[] {
  if (trigger.type !== "self-service") return [];
  return Object.entries(trigger.userInputs.properties).flatMap(([key, { encryption }]) => {
    const message = typeof encryption === "object" ? publicKeyFault(encryption.key) : null;
    return message === null
      ? []
      : [{ path: ["trigger", "userInputs", "properties", key, "encryption", "key"], message }];
  });
}
