import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { pageDocumentSchema } from "./core/document";
import { widgetSchema, WIDGET_TYPES } from "./core/widgets/union";

const text = readFileSync(path.resolve(import.meta.dirname, "../../app/(portal)/docs/dashboards.md"), "utf8");
const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map(
  ([, json]) => JSON.parse(json!) as Record<string, unknown>,
);

it("the examples of the documentation are accepted", () => {
  expect(examples.length).toBeGreaterThan(1);
  for (const example of examples) {
    const schema = "type" in example ? widgetSchema : pageDocumentSchema;
    expect(schema.safeParse(example)).toMatchObject({ success: true });
  }
});

it("the documentation names every kind of widget", () => {
  for (const type of WIDGET_TYPES) expect(text).toContain(`\`${type}\``);
});
