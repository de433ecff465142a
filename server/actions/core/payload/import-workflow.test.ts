import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { checkTemplates } from "@/server/pipelines/template";
import { checkAction } from "../check";
import { importWorkflow } from "./import-workflow";

const imported = (text: string) => {
  const result = importWorkflow(text);
  if ("fault" in result) throw new Error(result.fault);
  return result;
};
const fault = (text: string) => {
  const result = importWorkflow(text);
  return "fault" in result ? result.fault : null;
};
const issues = (text: string) => {
  const { userInputs, workflowInputs } = imported(text);
  const result = checkAction({
    identifier: "imported",
    trigger: { type: "self-service", operation: "CREATE", userInputs },
    invocationMethod: { type: "GITHUB", org: "o", repo: "r", workflow: "w.yml", workflowInputs },
  });
  return result.ok ? [] : result.issues;
};

const DEPLOY = `
name: Deploy
on:
  push:
    branches: [main]
  workflow_dispatch:
    inputs:
      log_level:
        description: How much it says
        required: true
        default: warning
        type: choice
        options: [info, warning, debug]
      dry-run:
        type: boolean
        default: "true"
      replicas:
        type: number
        default: 3
        required: true
      version:
        default: 1.2
      stage:
        type: environment
      old:
        description: Where to
        deprecationMessage: Use stage.
jobs: {}
`;

describe("a workflow", () => {
  it("becomes a form and the payload that sends it", () => {
    expect(imported(DEPLOY)).toEqual({
      userInputs: {
        properties: {
          log_level: {
            type: "string",
            enum: ["info", "warning", "debug"],
            default: "warning",
            title: "Log level",
            description: "How much it says",
          },
          "dry-run": { type: "boolean", default: true, title: "Dry run" },
          replicas: { type: "number", default: 3, title: "Replicas" },
          version: { type: "string", default: "1.2", title: "Version" },
          stage: { type: "string", title: "Stage" },
          old: { type: "string", title: "Old", description: "Where to\n\nDeprecated: Use stage." },
        },
        required: ["log_level", "replicas"],
        order: ["log_level", "dry-run", "replicas", "version", "stage", "old"],
      },
      workflowInputs: {
        log_level: "{{ .inputs.log_level }}",
        "dry-run": '{{ .inputs["dry-run"] }}',
        replicas: "{{ .inputs.replicas }}",
        version: "{{ .inputs.version }}",
        stage: "{{ .inputs.stage }}",
        old: "{{ .inputs.old }}",
      },
      warnings: [
        expect.stringMatching(/^stage: the environments/),
        expect.stringMatching(/^old: it is deprecated/),
      ],
    });
    expect(issues(DEPLOY)).toEqual([]);
  });

  it.each([["on: workflow_dispatch"], ["on: [push, workflow_dispatch]"], ["on: { workflow_dispatch: }"]])(
    "without inputs becomes an empty form: %s",
    (text) => {
      expect(imported(text).userInputs).toEqual({ properties: {}, required: [], order: [] });
    },
  );

  it("tells what could not be taken over", () => {
    const inputs = {
      "has space": { type: "string" },
      list: { type: "choice", options: [] },
      wrong: { type: "number", default: "many" },
      other: { type: "choice", options: ["a", "a", "b"], default: "c" },
      odd: { type: "file" },
    };
    const { userInputs, warnings } = imported(stringify({ on: { workflow_dispatch: { inputs } } }));
    expect(Object.keys(userInputs.properties)).toEqual(["list", "wrong", "other", "odd"]);
    expect(userInputs.properties.other).toEqual({ type: "string", enum: ["a", "b"], title: "Other" });
    expect(warnings.map((warning) => warning.split(":")[0])).toEqual([
      "has space",
      "list",
      "wrong",
      "other",
      "odd",
    ]);
  });

  it("that is none is told apart", () => {
    expect(fault("on: push")).toMatch(/cannot be started by hand/);
    expect(fault("")).toMatch(/cannot be started by hand/);
    expect(fault("on: {")).toMatch(/no YAML/);
    expect(fault("on: *nothing")).toMatch(/no YAML|cannot be read/);
    expect(fault("#".repeat(200_001))).toMatch(/more than/);
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefghi"
        .split("")
        .map((key, i) => `${key}: &${key} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`),
    ];
    expect(fault(bomb.join("\n"))).toMatch(/cannot be read/);
  });

  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("true", "3", "", " ", "\0", "\ud800", 0, -1.5, true, null, Infinity, [], {}),
  );
  const declaration = fc.oneof(
    value,
    fc.record(
      {
        type: fc.oneof(fc.constantFrom("string", "boolean", "number", "choice", "environment"), value),
        default: value,
        required: fc.oneof(fc.boolean(), value),
        description: value,
        deprecationMessage: value,
        options: fc.oneof(fc.array(value), value),
      },
      { requiredKeys: [] },
    ),
  );
  const key = fc.oneof(
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/),
    fc.constantFrom("__proto__", "a\\b", "@=", "a b"),
  );

  it("always becomes a form that can be saved, whatever it declares", () => {
    fc.assert(
      fc.property(fc.dictionary(key, declaration, { maxKeys: 6 }), (inputs) => {
        const text = stringify({ on: { workflow_dispatch: { inputs } } });
        if (fault(text) === null) expect(issues(text)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("sends each input by an expression that can be read, whatever its name", async () => {
    const inputs = { plain: {}, "with-dash": {}, "a\\b": {}, "@=": {}, "1st": {} };
    const { workflowInputs } = imported(stringify({ on: { workflow_dispatch: { inputs } } }));
    expect(Object.keys(workflowInputs)).toHaveLength(5);
    expect(await checkTemplates(workflowInputs)).toEqual([]);
  });
});
