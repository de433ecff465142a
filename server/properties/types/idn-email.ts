import { isIdnEmail } from "../formats";
import { textSpec } from "../text";

/** An e-mail address in letters of any script. */
export const idnEmailType = textSpec({
  kind: "idn-email",
  label: "International e-mail",
  description: "An e-mail address in the letters of any script.",
  must: "an e-mail address, such as ada@example.com",
  test: isIdnEmail,
  sample: "ada@example.com",
});
