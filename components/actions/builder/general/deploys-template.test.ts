import { expect, it } from "vitest";
import { deploysSchema } from "@/server/insights/core/deploys";
import { render } from "@/server/pipelines/template";
import { inputIn, inputTemplate } from "./deploys-template";

it.each(["service", "target_env", "my-service", "with space"])(
  "the template of the input %s gives its value, and is read back as that input",
  async (key) => {
    const template = inputTemplate(key);
    expect(inputIn(template)).toBe(key);
    expect(deploysSchema.safeParse({ service: template, environment: template }).success).toBe(true);
    expect(await render({ service: template }, { inputs: { [key]: "shop" } })).toEqual({ service: "shop" });
  },
);

it.each(["production", "{{ .inputs.service }}-eu", "{{ .inputs.service | ascii_downcase }}", undefined, 3])(
  "%s is no input alone",
  (template) => expect(inputIn(template)).toBeNull(),
);
