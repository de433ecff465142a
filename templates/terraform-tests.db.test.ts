import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { findTerraform } from "@/server/pipelines/terraform-binary";
import { loadTemplate, templateSlugs } from "@/server/pipelines/templates";

const run = promisify(execFile);

/** Templates whose module has tests of its own, as `terraform test` finds them. */
const tested = (
  await Promise.all(
    (await templateSlugs()).map(async (slug) => ({ slug, module: (await loadTemplate(slug)).module })),
  )
).filter(({ module }) => module.some((file) => file.path.endsWith(".tftest.hcl")));

it.each(tested)("the module of $slug passes its own tests", { timeout: 120_000 }, async ({ module }) => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "waymark-module-"));
  try {
    for (const file of module) {
      await fs.mkdir(path.dirname(path.join(folder, file.path)), { recursive: true });
      await fs.writeFile(path.join(folder, file.path), file.content);
    }
    const { path: binary } = await findTerraform();
    const options = { cwd: folder, env: { ...process.env, CHECKPOINT_DISABLE: "1" } };
    await run(binary, ["init", "-backend=false", "-input=false", "-no-color"], options);
    const { stdout } = await run(binary, ["test", "-no-color"], options);
    expect(stdout).toMatch(/Success! \d+ passed, 0 failed/);
  } finally {
    await fs.rm(folder, { recursive: true });
  }
});
