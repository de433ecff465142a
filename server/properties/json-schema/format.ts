import { isDateTime, isEmail, isIdnEmail, isIpv4, isIpv6, isUrl } from "../formats";

const FORMATS: Record<string, { test: (text: string) => boolean; must: string } | undefined> = {
  "date-time": { test: isDateTime, must: "a date and time with its zone, such as 2026-01-31T09:30:00Z" },
  url: { test: isUrl, must: "an absolute URL, such as https://example.com" },
  email: { test: isEmail, must: "an e-mail address, such as ada@example.com" },
  "idn-email": { test: isIdnEmail, must: "an e-mail address, such as ada@example.com" },
  ipv4: { test: isIpv4, must: "an IPv4 address, such as 192.0.2.1" },
  ipv6: { test: isIpv6, must: "an IPv6 address, such as 2001:db8::1" },
};

/** What is wrong with a text of a format, or null. A format that is not known here is a note, as the standard says. */
export function formatFault(format: unknown, text: string): string | null {
  const known = typeof format === "string" && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  return known && !known.test(text) ? `Must be ${known.must}.` : null;
}
