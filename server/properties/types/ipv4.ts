import { isIpv4 } from "../formats";
import { textSpec } from "../text";

/** An IPv4 address. */
export const ipv4Type = textSpec({
  kind: "ipv4",
  label: "IPv4 address",
  description: "An address such as 192.0.2.1.",
  must: "an IPv4 address, such as 192.0.2.1",
  test: isIpv4,
  sample: "192.0.2.1",
});
