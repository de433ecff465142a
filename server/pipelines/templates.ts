import fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ActionDefinition } from "@/server/actions/schema";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { NotFound, Precondition } from "@/server/kernel/errors";
import { canonicalJson, sha256 } from "@/server/kernel/secrets";
import { type ModuleVariables, readVariables } from "./core/variables";
import { templateManifestSchema, type TemplateManifest } from "./schema";

/** A golden path as it lies in its folder. */
export interface LoadedTemplate {
  manifest: TemplateManifest;
  /** What it adds to the catalog and to the actions, in the published format; checked where it is saved. */
  definition: { blueprints: BlueprintDefinition[]; actions: ActionDefinition[] };
  /** Files of `module/`, by path within it, in the order of their paths; none for a template that has a `skeleton/` alone. */
  module: { path: string; content: Buffer }[];
  /** Of all names and contents of the module: what an approval is bound to. */
  sha256: string;
  /** Markdown. */
  docs: string;
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const MAX_FILES = 500;
const MAX_BYTES = 10_000_000;
/** What Terraform or a desktop leaves in a folder where somebody worked. */
const LEFT_BEHIND = /^(\.terraform|\.DS_Store|\.git)$/;
/** Values from such files would win over those that the action gives and people approve. */
const NEVER = /(\.tfvars|\.tfvars\.json|\.tfstate|\.tfstate\.backup)$/;

const definitionSchema = z.strictObject({
  blueprints: z.array(z.looseObject({ identifier: z.string() })).default([]),
  actions: z.array(z.looseObject({ identifier: z.string() })).default([]),
});

/** Where the templates lie. */
export const templatesDir = (): string =>
  path.resolve(/*turbopackIgnore: true*/ process.env.WAYMARK_TEMPLATES_DIR ?? "templates");

/** The names of all templates, in order. */
export async function templateSlugs(root = templatesDir()): Promise<string[]> {
  const entries = await fs.readdir(/*turbopackIgnore: true*/ root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && SLUG.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** Reads a template. Throws NotFound, or Precondition with the fault when its folder is not as it must be. */
export async function loadTemplate(slug: string, root = templatesDir()): Promise<LoadedTemplate> {
  const folder = path.join(/*turbopackIgnore: true*/ root, slug);
  if (!SLUG.test(slug) || !(await isFolder(folder))) throw new NotFound("Template", slug);
  const manifest = await readJson(slug, path.join(folder, "template.json"), templateManifestSchema);
  if (manifest.slug !== slug) throw broken(slug, `template.json names the slug "${manifest.slug}"`);
  const definition = (await readJson(
    slug,
    path.join(folder, "definition.json"),
    definitionSchema,
  )) as unknown as LoadedTemplate["definition"];
  const skeletonAlone =
    !(await stat(path.join(folder, "module"))) && (await isFolder(path.join(folder, "skeleton")));
  const module = skeletonAlone ? [] : await readFiles(slug, folder, "module");
  if (!skeletonAlone && !module.some((file) => /^[^/]+\.tf(\.json)?$/.test(file.path)))
    throw broken(slug, "module/ has no .tf file");
  const docs = (await readPlain(slug, path.join(folder, "docs.md"))).toString("utf8");
  return { manifest, definition, module, sha256: hashOf(module), docs };
}

/** What a template's `skeleton/` holds, as it lies there: its placeholders are filled in where it is committed. Throws as `loadTemplate` does. */
export async function loadSkeleton(
  slug: string,
  root = templatesDir(),
): Promise<{ files: LoadedTemplate["module"]; sha256: string }> {
  const folder = path.join(/*turbopackIgnore: true*/ root, slug);
  if (!SLUG.test(slug) || !(await isFolder(folder))) throw new NotFound("Template", slug);
  const files = await readFiles(slug, folder, "skeleton");
  return { files, sha256: hashOf(files) };
}

/** The guide that a template brings; null where there is none to read, which whoever runs the template is told elsewhere. */
export async function templateGuide(slug: string, root = templatesDir()): Promise<string | null> {
  if (!SLUG.test(slug)) return null;
  const file = path.join(/*turbopackIgnore: true*/ root, slug, "docs.md");
  return (await stat(file))?.isFile() ? fs.readFile(file, "utf8") : null;
}

/** Independent of the order in which a file system lists its files. */
function hashOf(files: LoadedTemplate["module"]): string {
  return sha256(canonicalJson(Object.fromEntries(files.map((file) => [file.path, sha256(file.content)]))));
}

async function readFiles(
  slug: string,
  folder: string,
  name: "module" | "skeleton",
): Promise<LoadedTemplate["module"]> {
  const root = path.join(folder, name);
  const files: LoadedTemplate["module"] = [];
  let bytes = 0;
  const visit = async (relative: string): Promise<void> => {
    for (const entry of await fs.readdir(path.join(root, relative), { withFileTypes: true })) {
      if (LEFT_BEHIND.test(entry.name)) continue;
      const inner = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        await visit(inner);
        continue;
      }
      if (!entry.isFile())
        throw broken(slug, `${name}/${inner} is a link or a device; only files and folders are taken`);
      if (name === "module" && NEVER.test(entry.name))
        throw broken(
          slug,
          `module/${inner} may not be part of a template: values come from the action, and states from the portal`,
        );
      const content = await fs.readFile(path.join(root, inner));
      bytes += content.length;
      files.push({ path: inner, content });
      if (files.length > MAX_FILES || bytes > MAX_BYTES)
        throw broken(slug, `${name}/ has more than ${MAX_FILES} files or ${MAX_BYTES / 1e6} MB`);
    }
  };
  if (!(await isFolder(root))) throw broken(slug, `${name}/ is missing`);
  await visit("");
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function readJson<T>(slug: string, file: string, schema: z.ZodType<T>): Promise<T> {
  const text = (await readPlain(slug, file)).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw broken(slug, `${path.basename(file)} is no JSON (${(error as Error).message})`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw broken(
      slug,
      `${path.basename(file)}: ${parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}`,
    );
  return parsed.data;
}

/** A file that is no link: a template must not reach outside of its folder. */
async function readPlain(slug: string, file: string): Promise<Buffer> {
  const entry = await stat(file);
  if (!entry?.isFile()) throw broken(slug, `${path.basename(file)} is missing, or is a link`);
  return fs.readFile(file);
}

const isFolder = async (folder: string): Promise<boolean> => (await stat(folder))?.isDirectory() ?? false;

async function stat(file: string) {
  try {
    return await fs.lstat(file);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

function broken(slug: string, fault: string): Precondition {
  return new Precondition(
    `The template "${slug}" cannot be used: ${fault}. Whoever looks after the templates must mend it.`,
  );
}

/** What people see of a template. */
export interface TemplateSummary extends TemplateManifest {
  blueprints: string[];
  actions: string[];
  sha256: string;
  /** Why it cannot be used now; null when it can. */
  fault: string | null;
}

/** Every template; one with a fault is listed with it, so that it does not hide the others. */
export async function listTemplates(root = templatesDir()): Promise<TemplateSummary[]> {
  return Promise.all(
    (await templateSlugs(root)).map(async (slug) => {
      try {
        return summaryOf(await loadTemplate(slug, root));
      } catch (error) {
        if (!(error instanceof Precondition)) throw error;
        return {
          slug,
          title: slug,
          version: "0.0.0",
          description: "",
          blueprints: [],
          actions: [],
          sha256: "",
          fault: error.message,
        };
      }
    }),
  );
}

/** One template with its documentation (Markdown) and the variables that its module declares. Throws as `loadTemplate` does. */
export async function getTemplate(
  slug: string,
  root = templatesDir(),
): Promise<TemplateSummary & { docs: string; module: ModuleVariables }> {
  const template = await loadTemplate(slug, root);
  return { ...summaryOf(template), docs: template.docs, module: readVariables(template.module) };
}

const summaryOf = ({ manifest, definition, sha256: hash }: LoadedTemplate): TemplateSummary => ({
  ...manifest,
  blueprints: definition.blueprints.map((blueprint) => blueprint.identifier),
  actions: definition.actions.map((action) => action.identifier),
  sha256: hash,
  fault: null,
});
