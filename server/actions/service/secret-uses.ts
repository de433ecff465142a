import { actorNames } from "@/server/catalog/service/names";
import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import type { SecretSummary } from "@/server/pipelines/core/secret-name";
import { listSecrets } from "@/server/pipelines/secrets";
import { secretsNamedIn } from "../core/payload/named";
import { selectActions } from "../store";

export interface SecretWithUses extends Omit<SecretSummary, "updatedBy"> {
  updatedByName: string;
  /** The actions whose payload names it. */
  usedBy: { identifier: string; title: string }[];
}

/** The secrets of the organisation, each with the actions that need it. Administrators only. */
export async function secretsWithUses(ctx: Context): Promise<SecretWithUses[]> {
  checkPermission(ctx.actor, "secrets.manage");
  const [secrets, actions] = await Promise.all([listSecrets(ctx), selectActions(ctx.db, {})]);
  const names = await actorNames(
    ctx,
    secrets.map(({ updatedBy }) => updatedBy),
  );
  const uses = actions.map((row) => ({
    identifier: row.identifier,
    title: row.definition.title ?? row.identifier,
    secrets: secretsNamedIn(row.definition.invocationMethod),
  }));
  return secrets.map(({ updatedBy, ...secret }) => ({
    ...secret,
    updatedByName: names.get(updatedBy) ?? "somebody",
    usedBy: uses
      .filter((use) => use.secrets.includes(secret.name))
      .map(({ identifier, title }) => ({ identifier, title })),
  }));
}
