import { textSpec } from "../text";

/** A team, by identifier. */
export const teamType = textSpec({
  kind: "team",
  label: "Team",
  sample: "payments",
});
