import { expect, it } from "vitest";
import { environmentOf } from "./environment";

it("takes the environment from the inputs, else from the entity acted on", () => {
  const entity = { properties: { environment: "staging" }, relations: { environment: "prod" } };
  expect(environmentOf({ inputs: { environment: "dev" }, entity })).toBe("dev");
  expect(environmentOf({ inputs: {}, entity })).toBe("staging");
  expect(environmentOf({ inputs: { environment: " " }, entity: { ...entity, properties: {} } })).toBe("prod");
});

it("knows none where none is said in one word", () => {
  expect(environmentOf({ inputs: {}, entity: null })).toBeNull();
  for (const environment of [null, 5, ["a"], { identifier: "prod" }])
    expect(environmentOf({ inputs: { environment }, entity: null })).toBeNull();
});
