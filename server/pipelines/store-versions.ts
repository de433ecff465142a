import { and, asc, eq, getTableColumns, isNull, ne, or, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { templateVersions } from "@/db/schema/templates";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";

export type VersionRow = typeof templateVersions.$inferSelect;
/** A version without its files, which may be large. */
export type VersionFacts = Omit<VersionRow, "files">;

const { files: _files, ...facts } = getTableColumns(templateVersions);

const at = (slug: string, version: string) =>
  and(eq(templateVersions.slug, slug), eq(templateVersions.version, version));

export async function findVersion(db: Executor, slug: string, version: string): Promise<VersionFacts | null> {
  const [row] = await db.select(facts).from(templateVersions).where(at(slug, version));
  return row ?? null;
}

export async function filesOfVersion(db: Executor, slug: string, version: string): Promise<Buffer | null> {
  const [row] = await db
    .select({ files: templateVersions.files })
    .from(templateVersions)
    .where(at(slug, version));
  return row?.files ?? null;
}

/** Of one template, or of all. */
export function allVersions(db: Executor, slug?: string): Promise<VersionFacts[]> {
  return db
    .select(facts)
    .from(templateVersions)
    .where(slug === undefined ? undefined : eq(templateVersions.slug, slug))
    .orderBy(asc(templateVersions.slug), asc(templateVersions.firstSeenAt));
}

type Content = Pick<VersionRow, "slug" | "version" | "sha256" | "manifest" | "docs" | "files">;

/** Keeps a version; what is there already is replaced as long as nothing was applied. False: it has other content, and was applied. */
export async function keepVersion(db: Executor, content: Content): Promise<boolean> {
  const rows = await db
    .insert(templateVersions)
    .values(content)
    .onConflictDoUpdate({
      target: [templateVersions.slug, templateVersions.version],
      set: {
        sha256: content.sha256,
        manifest: content.manifest,
        docs: content.docs,
        files: content.files,
      },
      setWhere: or(isNull(templateVersions.appliedAt), eq(templateVersions.sha256, content.sha256)),
    })
    .returning({ slug: templateVersions.slug });
  return rows.length === 1;
}

/** Notes when a version was merged, where nobody has said so before. */
export async function noteMerge(db: Executor, slug: string, version: string, mergedAt: Date): Promise<void> {
  await db
    .update(templateVersions)
    .set({ mergedAt, mergedFrom: "git" })
    .where(and(at(slug, version), isNull(templateVersions.mergedAt)));
}

/** What is told of a release; what is left out stays as it is. Out: null where there is no such version. */
export async function setRelease(
  tx: TransactionContext,
  slug: string,
  version: string,
  told: { mergedAt?: Date | null; releasedAt?: Date | null; draft?: boolean },
): Promise<VersionFacts | null> {
  const from = told.mergedAt === undefined ? {} : { mergedFrom: told.mergedAt && ("told" as const) };
  const [row] = await tx.db
    .update(templateVersions)
    .set({ ...told, ...from })
    .where(at(slug, version))
    .returning(facts);
  return row ?? null;
}

/** From now on the content of this version does not change. */
export async function settleVersion(
  tx: TransactionContext,
  of: { source: string; version: string; sha256: string },
): Promise<void> {
  await tx.db
    .update(templateVersions)
    .set({ appliedAt: now })
    .where(
      and(
        at(of.source, of.version),
        eq(templateVersions.sha256, of.sha256),
        isNull(templateVersions.appliedAt),
      ),
    );
}

export async function recommendedVersion(db: Executor, slug: string): Promise<string | null> {
  const [row] = await db
    .select({ version: templateVersions.version })
    .from(templateVersions)
    .where(and(eq(templateVersions.slug, slug), templateVersions.recommended));
  return row?.version ?? null;
}

/** Recommends one version of a template, or none. */
export async function setRecommended(
  tx: TransactionContext,
  slug: string,
  version: string | null,
): Promise<void> {
  const others = version === null ? undefined : ne(templateVersions.version, version);
  await tx.db
    .update(templateVersions)
    .set({ recommended: false })
    .where(and(eq(templateVersions.slug, slug), templateVersions.recommended, others));
  if (version !== null)
    await tx.db.update(templateVersions).set({ recommended: true }).where(at(slug, version));
}

export async function setStanding(
  tx: TransactionContext,
  slug: string,
  version: string,
  to: { status: "deprecated"; note: string; retireOn: string | null; by: string } | { status: "active" },
): Promise<VersionFacts | null> {
  const [row] = await tx.db
    .update(templateVersions)
    .set(
      to.status === "active"
        ? { status: "active", note: null, retireOn: null, deprecatedAt: null, deprecatedBy: null }
        : {
            status: "deprecated",
            note: to.note,
            retireOn: to.retireOn,
            deprecatedAt: sql`now()`,
            deprecatedBy: to.by,
            recommended: false,
          },
    )
    .where(at(slug, version))
    .returning(facts);
  return row ?? null;
}
