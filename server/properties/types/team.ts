import { textSpec } from "../text";

/** A team, by identifier. */
export const teamType = textSpec({
  kind: "team",
  label: "Team",
  description: "A team of the portal, chosen by name.",
  sample: "payments",
});
