import type { Context } from "@/server/kernel/context";
import type { Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { isOurs } from "@/server/pipelines/schema";
import { missingSecrets } from "@/server/pipelines/secrets";
import { expressionsIn, namesUnder, reachesForSecrets, secretsNamedIn } from "../core/payload/named";
import type { ParsedAction } from "../schema";

/**
 * Secrets that templates name and there are not, or that would end where people can read them. Warnings for backends of the
 * published format, whose definitions are kept as they are.
 */
export async function secretFaults(
  ctx: Context | TransactionContext,
  { invocationMethod }: ParsedAction,
): Promise<{ issues: Issue[]; warnings: Issue[] }> {
  const missing = await missingSecrets(ctx, secretsNamedIn(invocationMethod));
  const faults = expressionsIn(invocationMethod).flatMap(({ path, expression }) => {
    const names = namesUnder("secrets", expression);
    return messages(expression, names, missing, path).map((message) => ({
      path: ["invocationMethod", ...path],
      message,
    }));
  });
  return isOurs(invocationMethod) ? { issues: faults, warnings: [] } : { issues: [], warnings: faults };
}

function messages(expression: string, names: string[], missing: string[], path: Issue["path"]): string[] {
  const reaches = reachesForSecrets(expression);
  if (reaches === 0) return [];
  if (reaches > names.length)
    return ['Name the secret itself, as in {{ .secrets.NAME }} or {{ .secrets["NAME"] }}.'];
  if (path[0] === "mapping")
    return ["A secret cannot be stored in the catalog, where people read it. Use it in the variables."];
  return names
    .filter((name) => missing.includes(name))
    .map((name) => `There is no secret "${name}". Add it under Settings, Secrets, or correct the name.`);
}
