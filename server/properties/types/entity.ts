import { ENTITY_IDENTIFIER, MAX_ENTITY_IDENTIFIER } from "../schema";
import { textSpec } from "../text";

/** An entity of one blueprint, by identifier; forms alone have it, blueprints have relations. */
export const entityType = textSpec({
  kind: "entity",
  label: "Entity",
  description: "An entity of one blueprint, found by typing.",
  scopes: ["input"],
  must: "the identifier of an entity",
  test: (text) => text.length <= MAX_ENTITY_IDENTIFIER && ENTITY_IDENTIFIER.test(text),
  json: { allOf: [{ pattern: ENTITY_IDENTIFIER.source, maxLength: MAX_ENTITY_IDENTIFIER }] },
  sample: "my-service",
  check: (definition, at) =>
    typeof definition.blueprint === "string" && definition.blueprint !== ""
      ? []
      : [
          {
            path: [...at, "blueprint"],
            message: 'An input of format "entity" names the blueprint to pick from in "blueprint".',
          },
        ],
});
