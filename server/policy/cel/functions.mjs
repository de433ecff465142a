// What the functions of `core/reference.ts` do, by signature. Plain JavaScript, since a thread loads it without a loader.
import ipaddr from "ipaddr.js";

/** A fault of the arguments, which the author of a policy can act on. */
const refuse = (message) => {
  throw new Error(message);
};

const globs = new Map();
function glob(pattern) {
  let parts = globs.get(pattern);
  if (!parts) {
    if (globs.size > 500) globs.clear();
    globs.set(pattern, (parts = pattern.split("*")));
  }
  return parts;
}

/** Whether a text fits a pattern with `*`: part by part from the left, so the time is linear in the text for each part. */
function fits(text, pattern) {
  const parts = glob(pattern);
  const first = parts[0];
  if (parts.length === 1) return text === first;
  const last = parts[parts.length - 1];
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}

function step(value, key) {
  if (value instanceof Map) return value.get(key) ?? null;
  if (Array.isArray(value)) return /^\d{1,6}$/.test(key) ? (value[Number(key)] ?? null) : null;
  return null;
}

function texts(value, into = []) {
  if (typeof value === "string") into.push(value);
  else if (Array.isArray(value)) for (const item of value) texts(item, into);
  else if (value instanceof Map) for (const item of value.values()) texts(item, into);
  return into;
}

/** The network of a text, an address being one of its own; null when it is neither. */
function network(text) {
  try {
    if (text.includes("/")) {
      const [address, prefix] = ipaddr.parseCIDR(text);
      return { address, prefix };
    }
    const address = ipaddr.parse(text);
    return { address, prefix: address.kind() === "ipv4" ? 32 : 128 };
  } catch {
    // ipaddr.js says by throwing that it is no address.
    return null;
  }
}

const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"].map((text) => network(text));

const holds = (outer, inner) =>
  outer.address.kind() === inner.address.kind() &&
  outer.prefix <= inner.prefix &&
  inner.address.match(outer.address, outer.prefix);

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/;

function moment(text, otherwise) {
  const found = MOMENT.exec(text);
  if (!found || Number.isNaN(Date.parse(`${found[1]}T${found[2] ?? "00:00"}Z`)))
    refuse(`"${text}" is no date: write 2026-12-24 or 2026-12-24 18:00`);
  return `${found[1]} ${found[2] ?? otherwise}`;
}

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

function minuteOfWeek(text) {
  const found = /^([a-z]+) (\d{2}):(\d{2})$/.exec(text.toLowerCase());
  const day = found ? DAYS.indexOf(found[1]) : -1;
  if (day < 0 || Number(found[2]) > 23 || Number(found[3]) > 59)
    refuse(`"${text}" is no moment of a week: write friday 16:00`);
  return day * 1440 + Number(found[2]) * 60 + Number(found[3]);
}

export const handlers = {
  "Plan.ofType(string): list<Change>": (plan, pattern) =>
    plan.changes.filter(({ type }) => fits(type, pattern)),
  "at(dyn, string): dyn": (value, path) => {
    let found = value;
    for (const key of path.replace(/\[(\d+)\]/g, ".$1").split(".")) if (key !== "") found = step(found, key);
    return found;
  },
  "texts(dyn): list<string>": (value) => texts(value),
  "string.glob(string): bool": fits,
  "openCidr(string): bool": (text) => text.includes("/") && network(text)?.prefix === 0,
  "privateCidr(string): bool": (text) => {
    const inner = network(text);
    return inner !== null && PRIVATE.some((outer) => holds(outer, inner));
  },
  "cidrContains(string, string): bool": (outerText, innerText) => {
    const outer = network(outerText) ?? refuse(`"${outerText}" is no network, such as 10.0.0.0/8`);
    const inner = network(innerText);
    return inner !== null && holds(outer, inner);
  },
  "Time.within(string, string): bool": (time, from, to) =>
    time.clock >= moment(from, "00:00") && time.clock <= moment(to, "23:59"),
  "Time.weekly(string, string): bool": (time, from, to) => {
    const [begin, end] = [minuteOfWeek(from), minuteOfWeek(to)];
    const at = DAYS.indexOf(time.day) * 1440 + Number(time.hour) * 60 + Number(time.minute);
    return begin <= end ? at >= begin && at < end : at >= begin || at < end;
  },
  "money(double, string): string": (amount, currency) =>
    currency === "" ? amount.toFixed(2) : `${amount.toFixed(2)} ${currency}`,
};
