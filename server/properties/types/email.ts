import { isEmail } from "../formats";
import { textSpec } from "../text";

/** An e-mail address. */
export const emailType = textSpec({
  kind: "email",
  label: "E-mail",
  description: "An address that opens a new message.",
  must: "an e-mail address, such as ada@example.com",
  test: isEmail,
  sample: "ada@example.com",
});
