import { getEntity } from "@/server/catalog/service/read";
import { type Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { targetVersion, versionsBehind } from "@/server/pipelines/core/template-versions";
import { listTemplates } from "@/server/pipelines/templates";
import { listTemplateVersions, type VersionFacts } from "@/server/pipelines/version-standing";
import { instanceCounts, instanceOf } from "@/server/runs/service/instances";

/** How an instance stands to the versions of its template. */
export interface InstanceStanding {
  workspaceId: string;
  template: string;
  /** Null: not known, as it was made before versions were kept. */
  version: string | null;
  behind: number;
  /** The version to go to; null when there is none. */
  target: string | null;
  /** Why its version should be left, and until when; null when it is not deprecated. */
  deprecated: { note: string; retireOn: string | null } | null;
  /** The others that it could be brought to, newer or older. */
  versions: { version: string; status: "active" | "deprecated"; recommended: boolean }[];
}

/** The version of what an entity stands for; null where no template made it. Throws NotFound for an entity that the actor may not read. */
export async function instanceStanding(
  ctx: Context,
  of: { blueprint: string; entity: string },
): Promise<InstanceStanding | null> {
  checkPermission(ctx.actor, "catalog.read");
  await getEntity(ctx, of.blueprint, of.entity);
  const instance = await instanceOf(ctx, of);
  if (!instance) return null;
  const { workspace } = instance;
  const known = await listTemplateVersions(ctx, workspace.template);
  if (known.length === 0) return null;
  const own = known.find(({ version }) => version === workspace.templateVersion);
  return {
    workspaceId: workspace.id,
    template: workspace.template,
    version: workspace.templateVersion,
    behind: versionsBehind(workspace.templateVersion, known),
    target: targetVersion(known),
    deprecated: own?.status === "deprecated" ? { note: own.note ?? "", retireOn: own.retireOn } : null,
    versions: known
      .filter(({ version }) => version !== workspace.templateVersion)
      .map(({ version, status, recommended }) => ({ version, status, recommended })),
  };
}

export interface TemplateStanding {
  slug: string;
  title: string;
  description: string;
  /** The version in its folder now; null when the folder is gone or has a fault. */
  inFolder: string | null;
  /** Why what is in its folder cannot be used. */
  fault: string | null;
  versions: (Omit<VersionFacts, "manifest" | "sha256"> & { instances: number })[];
  /** Instances whose version is not known. */
  unknown: number;
  instances: number;
  /** Instances that a newer version could replace. */
  behind: number;
}

/** Every template that the portal has seen, with its versions and how many instances each has, by title. */
export async function templateStandings(ctx: Context): Promise<TemplateStanding[]> {
  checkPermission(ctx.actor, "actions.manage");
  const [known, counts, folders] = await Promise.all([
    listTemplateVersions(ctx),
    instanceCounts(ctx),
    listTemplates(),
  ]);
  const slugs = [...new Set([...known.map(({ slug }) => slug), ...folders.map(({ slug }) => slug)])];
  return slugs
    .map((slug): TemplateStanding => {
      const versions = known.filter((one) => one.slug === slug);
      const own = counts.filter(({ template }) => template === slug);
      const inFolder = folders.find((one) => one.slug === slug);
      const newest = versions.at(-1)?.manifest;
      const of = (version: string | null) => own.find((one) => one.version === version)?.count ?? 0;
      return {
        slug,
        title: inFolder?.title ?? newest?.title ?? slug,
        description: inFolder?.description || newest?.description || "",
        inFolder: inFolder && !inFolder.fault ? inFolder.version : null,
        fault: inFolder?.fault ?? null,
        versions: versions.map(({ manifest: _manifest, sha256: _sha, ...one }) => ({
          ...one,
          instances: of(one.version),
        })),
        unknown: of(null),
        instances: own.reduce((sum, { count }) => sum + count, 0),
        behind: own.reduce(
          (sum, { version, count }) => sum + (versionsBehind(version, versions) ? count : 0),
          0,
        ),
      };
    })
    .sort((a, b) => a.title.localeCompare(b.title));
}
