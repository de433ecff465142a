import { describe, expect, it } from "vitest";
import { checkDefinitions } from "@/server/properties/check";
import type { PropertyDefinition } from "@/server/properties/schema";
import { INPUT_KINDS, inputKindOf } from "./input-kinds";

const text: PropertyDefinition = { type: "string", title: "Name", visible: false, minLength: 3 };

describe("kinds of input", () => {
  it.each(INPUT_KINDS.map((kind) => [kind.id, kind] as const))(
    "%s is read as what it was made",
    (id, kind) => {
      const made = kind.make(text);
      expect(inputKindOf(made).id).toBe(id);
      expect(made).toMatchObject({ title: "Name", visible: false });
      // Once the choices or the blueprint are named, it is valid.
      const complete = JSON.parse(
        JSON.stringify(made)
          .replace('"enum":[]', '"enum":["abc"]')
          .replace('"blueprint":""', '"blueprint":"service"'),
      ) as PropertyDefinition;
      expect(checkDefinitions({ input: complete }, "input")).toEqual([]);
    },
  );

  it("keeps what still means something", () => {
    const kind = (id: string) => INPUT_KINDS.find((one) => one.id === id)!;
    expect(kind("multi-line").make(text)).toMatchObject({ minLength: 3, format: "multi-line" });
    expect(kind("number").make(text)).not.toHaveProperty("minLength");
    const select: PropertyDefinition = { type: "string", enum: ["a"], enumColors: { a: "red" } };
    expect(kind("multi-select").make(select)).toMatchObject({
      items: { enum: ["a"], enumColors: { a: "red" } },
    });
    const entity: PropertyDefinition = { type: "string", format: "entity", blueprint: "service" };
    expect(kind("entities").make(entity)).toMatchObject({ items: { blueprint: "service" } });
  });

  it("is a select, too, where the choices are computed", () => {
    expect(inputKindOf({ type: "string", enum: { jqQuery: ".form.x" } as never }).id).toBe("enum");
    expect(inputKindOf({ type: "string", encryption: "aes256-gcm" }).id).toBe("secret");
  });
});
