import { z } from "zod";
import { audit } from "@/server/audit/service";
import { actorName, type Context } from "@/server/kernel/context";
import { Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { databaseNow } from "@/server/kernel/clock";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { versionSchema } from "./schema";
import {
  allVersions,
  findVersion,
  setRecommended,
  setRelease,
  setStanding,
  type VersionFacts,
} from "./store-versions";

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

const moment = z.iso
  .datetime({ offset: true, error: "Write an instant with its offset, as in 2026-03-02T10:04:00Z." })
  .transform((text) => new Date(text));
export const releaseSchema = z.strictObject({
  ...of,
  /** When its change was merged; null takes back what was said. */
  mergedAt: moment.nullish(),
  /** Null: when the portal first had it. */
  releasedAt: moment.nullish(),
  /** No release yet, so that nothing counts it as one. */
  draft: z.boolean().optional(),
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

/**
 * Says when a version was merged and released, or that it is a draft still; what is left out stays as it is. For pipelines and
 * administrators. Throws NotFound, and Invalid for an instant that has not come, or a release before its merge.
 */
export async function tellRelease(ctx: Context, input: z.input<typeof releaseSchema>): Promise<VersionFacts> {
  checkPermission(ctx.actor, "insights.write");
  const { slug, version, mergedAt, releasedAt, draft } = releaseSchema.parse(input);
  return transaction(ctx, async (tx) => {
    const latest = (await databaseNow(tx.db)).getTime() + CLOCKS_APART_MS;
    for (const [key, at] of Object.entries({ mergedAt, releasedAt }))
      if (at && at.getTime() > latest) throw Invalid.at([key], "That has not happened yet.");
    const told = {
      ...(mergedAt === undefined ? {} : { mergedAt }),
      ...(releasedAt === undefined ? {} : { releasedAt }),
      ...(draft === undefined ? {} : { draft }),
    };
    if (Object.keys(told).length === 0)
      throw Invalid.at([], "Say at least one of mergedAt, releasedAt and draft.");
    const row = await setRelease(tx, slug, version, told);
    if (!row) throw new NotFound("Template version", `${slug} ${version}`);
    if (row.mergedAt && row.releasedAt && row.releasedAt < row.mergedAt)
      throw Invalid.at(["releasedAt"], "It cannot be released before it was merged.");
    await record(tx, "UPDATE", slug, version, "Release told");
    return row;
  });
}

/** Clocks of pipelines may be ahead by so much. */
const CLOCKS_APART_MS = 5 * 60_000;

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
