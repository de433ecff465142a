/** Checks of the published formats of text. Pure functions: does the text have the format? */

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:[Zz]|[+-](\d\d):?(\d\d))$/;

/** An instant as RFC 3339 writes it, with zone; the day must exist. Seconds end at 59, since PostgreSQL and browsers have no leap seconds. */
export function isDateTime(text: string): boolean {
  const match = DATE_TIME.exec(text);
  if (!match) return false;
  const [year, month, day, hour, minute, second, zoneHour = 0, zoneMinute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0)) as [number, ...number[]];
  const days = new Date(Date.UTC(2000 + (year % 400), month ?? 0, 0)).getUTCDate();
  return (
    month! >= 1 &&
    month! <= 12 &&
    day! >= 1 &&
    day! <= days &&
    hour! <= 23 &&
    minute! <= 59 &&
    second! <= 59 &&
    zoneHour <= 23 &&
    zoneMinute <= 59
  );
}

/** Schemes that run or embed code when followed as a link. */
const ACTIVE_SCHEME = /^(javascript|data|vbscript|file|blob):/i;

/** An absolute URL with a scheme and a host, such as https://example.com or ssh://git@host/repo. */
export function isUrl(text: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]/i.test(text) &&
    !/\s/.test(text) &&
    !ACTIVE_SCHEME.test(text) &&
    URL.canParse(text)
  );
}

const LOCAL = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*";
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const EMAIL = new RegExp(`^${LOCAL}@(?:${LABEL}\\.)+${LABEL}$`, "i");

/** An address with a plain local part and a domain of at least two labels, at most 254 characters (RFC 5321). */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text);

/** An address in letters of any script: something before and after one @, no spaces, a dot in the domain. */
export const isIdnEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@"(),:;<>[\\\]]+@[^\s@"(),:;<>[\\\]]+\.[^\s@"(),:;<>[\\\].]+$/u.test(text);

export const isIpv4 = (text: string): boolean =>
  /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);

/** An IPv6 address in any of its notations, without a zone (RFC 4291). */
export function isIpv6(text: string): boolean {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text)) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  let count = 0;
  for (const [h, half] of groups.entries())
    for (const [i, group] of half.entries()) {
      const last = h === groups.length - 1 && i === half.length - 1;
      if (last && isIpv4(group)) count += 2;
      else if (/^[0-9a-f]{1,4}$/i.test(group)) count += 1;
      else return false;
    }
  return halves.length === 2 ? count <= 7 : count === 8;
}
