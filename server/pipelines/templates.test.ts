import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getTemplate, listTemplates, loadTemplate, templateSlugs } from "./templates";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-templates-"));
  write(
    "good/template.json",
    JSON.stringify({ slug: "good", title: "Good", version: "1.0.0", description: "A template." }),
  );
  write(
    "good/definition.json",
    JSON.stringify({ blueprints: [{ identifier: "thing" }], actions: [{ identifier: "make_thing" }] }),
  );
  write("good/module/main.tf", 'output "x" { value = 1 }');
  write("good/module/files/deep.txt", "deep");
  write("good/docs.md", "# Good");
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}

describe("a template", () => {
  it("is read with its definitions, its module and a hash of it", async () => {
    const template = await loadTemplate("good", root);
    expect(template.module.map((file) => file.path)).toEqual(["files/deep.txt", "main.tf"]);
    expect(template.definition.actions[0]!.identifier).toBe("make_thing");
    expect(template.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await getTemplate("good", root)).toMatchObject({
      docs: "# Good",
      blueprints: ["thing"],
      actions: ["make_thing"],
      fault: null,
    });
  });

  it("has another hash when a name or a content of its module is another, and only then", async () => {
    const { sha256 } = await loadTemplate("good", root);
    write("good/docs.md", "# Better");
    write("good/module/.terraform/left-behind", "x");
    expect((await loadTemplate("good", root)).sha256).toBe(sha256);
    write("good/module/files/deep.txt", "deeper");
    const changed = (await loadTemplate("good", root)).sha256;
    expect(changed).not.toBe(sha256);
    fs.renameSync(
      path.join(root, "good/module/files/deep.txt"),
      path.join(root, "good/module/files/deeper.txt"),
    );
    expect((await loadTemplate("good", root)).sha256).not.toBe(changed);
  });

  it.each<[string, () => void, string]>([
    [
      "a link in its module",
      () => fs.symlinkSync("/etc/passwd", path.join(root, "good/module/passwd")),
      "module/passwd is a link",
    ],
    [
      "a linked folder",
      () => fs.symlinkSync("/etc", path.join(root, "good/module/etc")),
      "module/etc is a link",
    ],
    [
      "a linked definition",
      () => (
        fs.rmSync(path.join(root, "good/definition.json")),
        fs.symlinkSync("/etc/passwd", path.join(root, "good/definition.json"))
      ),
      "definition.json is missing, or is a link",
    ],
    ["values of its own", () => write("good/module/zz.auto.tfvars", "x = 1"), "values come from the action"],
    ["a state", () => write("good/module/terraform.tfstate", "{}"), "states from the portal"],
    [
      "another slug",
      () =>
        write(
          "good/template.json",
          JSON.stringify({ slug: "bad", title: "x", version: "1.0.0", description: "x" }),
        ),
      'names the slug "bad"',
    ],
    [
      "no version",
      () =>
        write(
          "good/template.json",
          JSON.stringify({ slug: "good", title: "x", version: "new", description: "x" }),
        ),
      "version",
    ],
    ["no JSON", () => write("good/definition.json", "{"), "definition.json is no JSON"],
    ["no module", () => fs.rmSync(path.join(root, "good/module"), { recursive: true }), "module/ is missing"],
    ["no Terraform", () => fs.rmSync(path.join(root, "good/module/main.tf")), "module/ has no .tf file"],
  ])("is refused with %s, and listed with the fault", async (_, spoil, fault) => {
    spoil();
    await expect(loadTemplate("good", root)).rejects.toThrow(fault);
    write("other/template.json", "{}");
    const listed = await listTemplates(root);
    expect(listed.map((template) => template.slug)).toEqual(["good", "other"]);
    expect(listed[0]!.fault).toContain(fault);
  });

  it.each(["../good", "good/../good", "/etc", "Good", "", ".", "nosuch", "good\0"])(
    "is not found as %j",
    async (slug) => {
      await expect(loadTemplate(slug, root)).rejects.toThrow("was not found");
    },
  );

  it("that is a link to a folder elsewhere is none", async () => {
    fs.symlinkSync(path.join(root, "good"), path.join(root, "linked"));
    await expect(loadTemplate("linked", root)).rejects.toThrow("was not found");
    expect(await templateSlugs(root)).toEqual(["good"]);
  });
});
