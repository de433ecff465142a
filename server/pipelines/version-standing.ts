import { z } from "zod";
import { audit } from "@/server/audit/service";
import { actorName, type Context } from "@/server/kernel/context";
import { NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { versionSchema } from "./schema";
import { allVersions, findVersion, setRecommended, setStanding, type VersionFacts } from "./store-versions";

type AnyContext = Context | TransactionContext;
export type { VersionFacts };

const of = { slug: z.string().min(1).max(63), version: versionSchema };
const note = z
  .string()
  .trim()
  .min(3, "Say why, in at least 3 characters.")
  .max(500)
  .refine((text) => !text.includes("\0"), "Contains a NUL character, which cannot be stored. Remove it.");

export const versionOfSchema = z.strictObject(of);
export const recommendSchema = z.strictObject({ slug: of.slug, version: versionSchema.nullable() });
export const deprecateSchema = z.strictObject({
  ...of,
  note,
  /** The day after which nothing should run on it. */
  retireOn: z.iso.date().nullish(),
});

/** Every version that the portal has seen, of one template or of all, in the order in which it saw them. */
export async function listTemplateVersions(ctx: AnyContext, slug?: string): Promise<VersionFacts[]> {
  checkPermission(ctx.actor, "actions.read");
  return allVersions(ctx.db, slug);
}

/** Marks a version as one that nothing new should take; it is no longer recommended. Administrators only. Throws NotFound. */
export async function deprecateVersion(
  ctx: Context,
  input: z.infer<typeof deprecateSchema>,
): Promise<VersionFacts> {
  checkPermission(ctx.actor, "actions.manage");
  const { slug, version, note: why, retireOn = null } = deprecateSchema.parse(input);
  return transaction(ctx, async (tx) => {
    const standing = { status: "deprecated", note: why, retireOn, by: actorName(tx.actor) } as const;
    const row = await setStanding(tx, slug, version, standing);
    if (!row) throw new NotFound("Template version", `${slug} ${version}`);
    await record(tx, "DEPRECATE", slug, version, why);
    return row;
  });
}

/** Takes a deprecation back. Administrators only. Throws NotFound. */
export async function restoreVersionStanding(
  ctx: Context,
  input: z.infer<typeof versionOfSchema>,
): Promise<VersionFacts> {
  checkPermission(ctx.actor, "actions.manage");
  const { slug, version } = versionOfSchema.parse(input);
  return transaction(ctx, async (tx) => {
    const row = await setStanding(tx, slug, version, { status: "active" });
    if (!row) throw new NotFound("Template version", `${slug} ${version}`);
    await record(tx, "RESTORE", slug, version);
    return row;
  });
}

/** Sets the version that what is made takes where an action is pinned to none; null: the one in its folder. Administrators only. */
export async function recommendVersion(ctx: Context, input: z.infer<typeof recommendSchema>): Promise<void> {
  checkPermission(ctx.actor, "actions.manage");
  const { slug, version } = recommendSchema.parse(input);
  await transaction(ctx, async (tx) => {
    const row = version === null ? null : await findVersion(tx.db, slug, version);
    if (version !== null && !row) throw new NotFound("Template version", `${slug} ${version}`);
    if (row?.status === "deprecated")
      throw new Precondition(
        `Version ${version} is deprecated, so that it cannot be recommended. Take that back first.`,
      );
    await setRecommended(tx, slug, version);
    await record(tx, "RECOMMEND", slug, version ?? "none");
  });
}

const record = (tx: TransactionContext, action: string, slug: string, version: string, message?: string) =>
  audit(tx, {
    action,
    resourceType: "template_version",
    resourceId: `${slug} ${version}`,
    ...(message === undefined ? {} : { message }),
  });
