import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { checkAction } from "./core/check";
import { permissionsPatchSchema } from "./schema";

const text = readFileSync(path.resolve(import.meta.dirname, "../../app/(portal)/docs/actions.md"), "utf8");
const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json!) as object);
const asAction = (example: object) =>
  "trigger" in example
    ? example
    : {
        identifier: "example",
        trigger: { type: "self-service", operation: "CREATE", userInputs: example },
        invocationMethod: { type: "WEBHOOK", url: "https://example.com" },
      };

it("has examples", () => expect(examples.length).toBeGreaterThan(5));

it.each(examples)("an example of the documentation is accepted: %j", (example) => {
  if ("execute" in example || "approve" in example)
    expect(permissionsPatchSchema.safeParse(example)).toMatchObject({ success: true });
  else expect(checkAction(asAction(example))).toMatchObject({ ok: true });
});
