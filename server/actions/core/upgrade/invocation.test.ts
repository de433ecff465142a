import { describe, expect, it } from "vitest";
import { render } from "@/server/pipelines/template";
import { terraformInvocationSchema } from "@/server/pipelines/schema";
import { literally, upgradeInvocation } from "./invocation";

const last = terraformInvocationSchema.parse({
  type: "TERRAFORM",
  template: "vm",
  version: "1.0.0",
  connection: "cloud",
  variables: {
    name: "{{ .inputs.name }}",
    size: "{{ .entity.properties.size + 1 }}",
    note: "{{ .inputs.note }}",
  },
  mapping: {
    identifier: "{{ .inputs.name }}",
    title: "{{ .inputs.name }}",
    team: "{{ .inputs.team }}",
    properties: { host: "{{ .outputs.host }}", purpose: "{{ .inputs.purpose }}" },
    relations: { service: "{{ .inputs.service }}" },
  },
});

describe("an upgrade of what a run has made", () => {
  it("applies the values that the run applied, not what its templates would give today", async () => {
    const rendered = { name: "a", size: 3, note: "costs {{ 4 }} a day" };
    const plan = upgradeInvocation(last, rendered, {});
    if (!plan.ok) throw new Error("It was refused.");
    expect(plan.invocation).toMatchObject({ template: "vm", connection: "cloud", operation: "apply" });
    expect(plan.invocation.version).toBeUndefined();
    const context = { inputs: { name: "b" }, entity: { properties: { size: 7 } } };
    expect(await render(plan.invocation.variables, context)).toEqual(rendered);
  });

  it("writes of the entity only what outputs give", () => {
    const plan = upgradeInvocation(last, {}, {});
    expect(plan.ok && plan.invocation.mapping).toEqual({
      identifier: "{{ .entity.identifier }}",
      properties: { host: "{{ .outputs.host }}" },
      relations: {},
    });
  });

  it("takes secrets of the organisation anew, and is refused for secrets that a person typed", () => {
    const userInputs = { properties: { pin: { type: "string", encryption: "aes256-gcm" } } };
    const variables = { key: "{{ .secrets.KEY }}" };
    const plan = upgradeInvocation({ ...last, variables }, { key: { $secret: ["secrets.KEY"] } }, userInputs);
    expect(plan).toMatchObject({ ok: true, invocation: { variables } });
    expect(upgradeInvocation({ ...last, variables: { pin: "{{ .inputs.pin }}" } }, {}, userInputs)).toEqual({
      ok: false,
      lost: ["pin"],
    });
    expect(
      upgradeInvocation({ ...last, variables: { pin: "{{ .inputs.pin }}" } }, {}, userInputs, ["pin"]),
    ).toMatchObject({ ok: true, invocation: { variables: { pin: "{{ .inputs.pin }}" } } });
  });

  it.each([
    "{{",
    "}}",
    "{{ .inputs.x }}",
    'a "quoted" {{ b }}\\n',
    "{{{{}}}}",
    "plain",
    "",
    "ü {{ \u0001 }}",
  ])("gives the text %j back as it was", async (text) => {
    expect(await render(literally({ a: [text] }), {})).toEqual({ a: [text] });
  });
});
