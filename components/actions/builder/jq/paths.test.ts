import { describe, expect, it } from "vitest";
import { renamedInJq } from "./paths";

const renamed = (program: string) => renamedInJq(program, "form", "env", "stage");

describe("a key that is renamed", () => {
  it.each([
    ['.form.env == "production"', '.form.stage == "production"'],
    ['.form["env"]', ".form.stage"],
    [".form.env.properties.region // .form.env", ".form.stage.properties.region // .form.stage"],
    ["[.form.env, .form.environment]", "[.form.stage, .form.environment]"],
    ['"db-\\(.form.env)-\\(.form.size)"', '"db-\\(.form.stage)-\\(.form.size)"'],
    ["if .form.env then 1 else 2 end # .form.env", "if .form.stage then 1 else 2 end # .form.env"],
  ])("is followed in %s", (before, after) => {
    expect(renamed(before)).toBe(after);
  });

  it.each(['".form.env"', ".entity.form.env", ".form.envs", ".env", ".form | .env", '"open'])(
    "leaves %s alone",
    (program) => {
      expect(renamed(program)).toBe(program);
    },
  );

  it("quotes a key that is no plain word", () => {
    expect(renamedInJq(".form.env + 1", "form", "env", "my-env")).toBe('.form["my-env"] + 1');
    expect(renamedInJq('.form["my-env"] + 1', "form", "my-env", "env")).toBe(".form.env + 1");
  });
});
