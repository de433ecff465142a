import path from "node:path";
import { gunzip, gzip } from "node:zlib";
import { promisify } from "node:util";
import { z } from "zod";
import type { Executor } from "@/db/client";
import { DomainError, NotFound, Precondition } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import type { TransactionContext } from "@/server/kernel/transaction";
import {
  filesOfVersion,
  findVersion,
  keepVersion,
  noteMerge,
  recommendedVersion,
  settleVersion,
} from "./store-versions";
import { mergedInGit } from "./template-merges";
import { type LoadedTemplate, loadTemplate, templatesDir, templateSlugs } from "./templates";

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/** Which module: a template, in a version; without one, what is recommended, or lies in its folder. */
export interface ModuleReference {
  template: string;
  version?: string | null;
}

/** The files of a module, and what says which they are. */
export interface ModuleFiles {
  snapshot: { source: string; version: string; sha256: string };
  files: { path: string; content: Buffer }[];
}

/** Where the templates lie; tests give a folder of their own. */
interface From {
  db: Executor;
  root?: string;
}

/**
 * Loads the module of a template. What a run has applied under a version is what that version is from then on, whatever its
 * folder holds. Throws NotFound for an unknown template, Precondition for a version that nobody has seen, or a folder whose
 * module has changed under the version that it names.
 */
export async function loadModule(from: From, { template, version }: ModuleReference): Promise<ModuleFiles> {
  const wanted = version ?? (await recommendedVersion(from.db, template));
  if (wanted === null) return moduleOf(await takeIn(from, template));
  const kept = await findVersion(from.db, template, wanted);
  if (kept?.appliedAt) return storedModule(from.db, template, wanted);
  const inFolder = await orNull(loadTemplate(template, from.root));
  if (inFolder?.manifest.version === wanted) return moduleOf(await keep(from.db, inFolder));
  if (kept) return storedModule(from.db, template, wanted);
  throw new Precondition(
    `Version ${wanted} of the template "${template}" is not known here. Choose one of those that Settings, Templates lists, or put it into the templates folder once.`,
  );
}

/** For the engine: a run is about to apply the module, so that its version is settled from here on. */
export const markApplied = (tx: TransactionContext, of: ModuleFiles["snapshot"]): Promise<void> =>
  settleVersion(tx, of);

/** Takes in what lies in the folder of one template. Throws as `loadModule` does. */
export async function takeIn({ db, root }: From, slug: string): Promise<LoadedTemplate> {
  return keep(db, await loadTemplate(slug, root));
}

/** Takes in every template; one with a fault is logged and keeps no other waiting. For the start of a worker. */
export async function takeInAll(from: From): Promise<void> {
  for (const slug of await templateSlugs(from.root))
    try {
      const { manifest } = await takeIn(from, slug);
      await noteMergeInGit(from, slug, manifest.version);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.warn({ template: slug, err: error.message }, "a template was not taken in");
    }
}

async function noteMergeInGit({ db, root }: From, slug: string, version: string): Promise<void> {
  if ((await findVersion(db, slug, version))?.mergedAt) return;
  const mergedAt = await mergedInGit(path.join(root ?? templatesDir(), slug), version);
  if (mergedAt) await noteMerge(db, slug, version, mergedAt);
}

async function keep(db: Executor, template: LoadedTemplate): Promise<LoadedTemplate> {
  const { manifest, sha256, docs, module } = template;
  const { slug, version } = manifest;
  const kept = await findVersion(db, slug, version);
  if (kept && kept.sha256 === sha256 && kept.docs === docs && kept.manifest.title === manifest.title)
    return template;
  const byPath = Object.fromEntries(module.map((file) => [file.path, file.content.toString("base64")]));
  const files = await pack(JSON.stringify(byPath));
  if (!(await keepVersion(db, { slug, version, sha256, manifest, docs, files })))
    throw new Precondition(
      `The module of the template "${slug}" has changed, but it is still called version ${version}, which runs have applied. Give it a new version in template.json; what runs on ${version} stays as it is until it is upgraded.`,
      { error: "version_changed", template: slug, version },
    );
  return template;
}

const moduleOf = ({ manifest, module, sha256 }: LoadedTemplate): ModuleFiles => ({
  snapshot: { source: manifest.slug, version: manifest.version, sha256 },
  files: module,
});

const filesSchema = z.record(z.string(), z.string());

async function storedModule(db: Executor, slug: string, version: string): Promise<ModuleFiles> {
  const [facts, packed] = [await findVersion(db, slug, version), await filesOfVersion(db, slug, version)];
  if (!facts || !packed) throw new NotFound("Template version", `${slug} ${version}`);
  const byPath = filesSchema.parse(JSON.parse((await unpack(packed)).toString("utf8")));
  const files = Object.entries(byPath).map(([path, text]) => ({
    path,
    content: Buffer.from(text, "base64"),
  }));
  return { snapshot: { source: slug, version, sha256: facts.sha256 }, files };
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFound || error instanceof Precondition) return null;
    throw error;
  }
}
