import { textSpec } from "../text";

/** A blueprint, by identifier. */
export const blueprintsType = textSpec({
  kind: "blueprints",
  label: "Blueprint",
  description: "The identifier of a blueprint.",
  sample: "service",
});
