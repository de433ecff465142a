import { isIpv6 } from "../formats";
import { textSpec } from "../text";

/** An IPv6 address. */
export const ipv6Type = textSpec({
  kind: "ipv6",
  label: "IPv6 address",
  description: "An address such as 2001:db8::1.",
  must: "an IPv6 address, such as 2001:db8::1",
  test: isIpv6,
  sample: "2001:db8::1",
});
