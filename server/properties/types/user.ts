import { textSpec } from "../text";

/** A person, by e-mail address or by the name that another system gives. */
export const userType = textSpec({
  kind: "user",
  label: "Person",
  sample: "ada@example.com",
});
