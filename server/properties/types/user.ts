import { textSpec } from "../text";

/** A person, by e-mail address or by the name that another system gives. */
export const userType = textSpec({
  kind: "user",
  label: "Person",
  description: "Somebody of the portal, chosen by name.",
  sample: "ada@example.com",
});
