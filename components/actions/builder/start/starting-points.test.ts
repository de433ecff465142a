import { describe, expect, it } from "vitest";
import { checkAction } from "@/server/actions/core/check";
import { importVariables } from "@/server/actions/core/payload/import-variables";
import { importWorkflow } from "@/server/actions/core/payload/import-workflow";
import { copyOf, fromTemplate, fromWorkflow } from "./starting-points";

describe("what a new action begins with", () => {
  it("asks for the variables of a template", () => {
    const imported = importVariables(
      [{ name: "db_name", type: "string", description: "", sensitive: false, validations: [] } as never],
      { inputs: [], variables: [] },
    );
    const template = { slug: "db", title: "Database", description: "One", blueprints: ["database"] };
    const action = fromTemplate(template, imported, ["database"]);
    expect(action.identifier).toBe("database_2");
    expect(checkAction(action)).toMatchObject({ ok: true });
    expect(action.invocationMethod).toMatchObject({ variables: { db_name: "{{ .inputs.db_name }}" } });
  });

  it("asks for the inputs of a workflow, and says what is missing", () => {
    const imported = importWorkflow(
      "on:\n  workflow_dispatch:\n    inputs:\n      env: { required: true }\n",
    );
    if ("fault" in imported) throw new Error(imported.fault);
    const action = fromWorkflow(imported);
    expect(action.trigger.userInputs).toMatchObject({ required: ["env"] });
    const complete = {
      ...action,
      identifier: "deploy",
      invocationMethod: { ...action.invocationMethod, org: "acme", repo: "shop", workflow: "deploy.yml" },
    };
    expect(checkAction(complete)).toMatchObject({ ok: true });
  });

  it("is a copy under another name", () => {
    const action = { identifier: "deploy", title: "Deploy", trigger: { type: "self-service" } };
    expect(copyOf(action, ["deploy", "deploy_copy"])).toEqual({
      ...action,
      title: "Deploy copy",
      identifier: "deploy_copy_2",
    });
  });
});
