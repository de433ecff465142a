import { expect, it } from "vitest";
import { withSamples } from "./sample-values";

it("takes what was given, then defaults, then something of the kind", () => {
  expect(
    withSamples(
      {
        name: { type: "string" },
        "Repo Name": { type: "string" },
        size: { type: "string", enum: ["s", "l"] },
        days: { type: "number", minimum: 3 },
        kept: { type: "number", default: 7 },
        computed: { type: "string", default: { jqQuery: ".user.email" } },
        on: { type: "boolean" },
        service: { type: "string", format: "entity", blueprint: "service" },
        emptied: { type: "string", format: "url" },
        tags: { type: "array" },
      },
      { name: "orders", emptied: "" },
    ),
  ).toEqual({
    name: "orders",
    "Repo Name": "repo-name",
    size: "s",
    days: 3,
    kept: 7,
    computed: "computed",
    on: false,
    emptied: "https://example.com",
  });
});
