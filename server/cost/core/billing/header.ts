import type { ImportFormat } from "./report";
import { focusColumn, type FocusColumn, type FocusVersion, keyOf, PLAIN_TAGS, plainColumn } from "./columns";

/** What the columns of a file mean. */
export interface HeaderReading {
  format: Extract<ImportFormat, "focus-csv" | "csv">;
  version: string;
  /** Names as the file has them, in its order. */
  names: string[];
  /** Index of each column that is known. */
  at: Partial<Record<FocusColumn, number>>;
  /** Columns that are tags: key of the tag and index. */
  tagColumns: { key: string; index: number }[];
  /** Indexes of what is kept as it is. */
  rest: number[];
  unknownColumns: string[];
}

/** A file of which no row could be understood. The message says what is missing. */
export class UnreadableHeader extends Error {}

/** What a file of FOCUS must have, each with another that says the same. */
const NEEDED: readonly (readonly FocusColumn[])[] = [
  ["BilledCost"],
  ["EffectiveCost"],
  ["BillingCurrency"],
  ["BillingPeriodStart"],
  ["ChargePeriodStart"],
  ["ChargePeriodEnd"],
  ["ChargeCategory"],
  ["BillingAccountId"],
  ["ProviderName", "ServiceProviderName"],
];

/** Columns that are kept in places of their own, not beside. */
const OWN: ReadonlySet<FocusColumn> = new Set<FocusColumn>([
  "BilledCost",
  "BillingAccountId",
  "BillingCurrency",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "ChargePeriodEnd",
  "ChargePeriodStart",
  "ConsumedQuantity",
  "ConsumedUnit",
  "ContractedCost",
  "EffectiveCost",
  "ListCost",
  "ProviderName",
  "RegionId",
  "ResourceId",
  "ResourceName",
  "ResourceType",
  "ServiceCategory",
  "ServiceName",
  "ServiceProviderName",
  "SkuId",
  "SubAccountId",
  "SubAccountName",
  "Tags",
]);

/**
 * Reads the first row of a file: which format and version it has, and where each column is. Throws UnreadableHeader when it is
 * neither FOCUS nor a plain file with a day and an amount.
 */
export function readHeader(names: readonly string[]): HeaderReading {
  const trimmed = names.map((name) => name.replace(/^\uFEFF/, "").trim());
  const twice = trimmed.find((name, n) => name !== "" && trimmed.indexOf(name) !== n);
  if (twice) throw new UnreadableHeader(`The column "${twice}" is there twice. Remove one of them.`);
  const keys = new Set(trimmed.map(keyOf));
  return keys.has("billedcost") || keys.has("effectivecost") ? readFocus(trimmed) : readPlain(trimmed);
}

function readFocus(names: string[]): HeaderReading {
  const at: HeaderReading["at"] = {};
  let version: FocusVersion = "1.0";
  names.forEach((name, index) => {
    const known = focusColumn(name);
    // The name of today wins over an alias of it, wherever it stands.
    if (!known || (at[known.column] !== undefined && known.since === null)) return;
    at[known.column] = index;
    if (known.since && known.since > version) version = known.since;
  });
  const missing = NEEDED.filter((one) => one.every((column) => at[column] === undefined)).map((one) =>
    one.join(" or "),
  );
  if (missing.length)
    throw new UnreadableHeader(
      `This looks like FOCUS, but ${missing.length === 1 ? "a column is" : "columns are"} missing: ${missing.join(", ")}. Export it again with ${missing.length === 1 ? "it" : "them"}.`,
    );
  return finish(names, at, { format: "focus-csv", version: `FOCUS ${version}`, tags: [] });
}

function readPlain(names: string[]): HeaderReading {
  const at: HeaderReading["at"] = {};
  const tags: HeaderReading["tagColumns"] = [];
  names.forEach((name, index) => {
    const key = keyOf(name);
    if ((PLAIN_TAGS as readonly string[]).includes(key)) {
      tags.push({ key: name, index });
      return;
    }
    const column = plainColumn(name);
    if (column && at[column] === undefined) at[column] = index;
  });
  const missing = [
    ...(at.ChargePeriodStart === undefined ? ["date"] : []),
    ...(at.BilledCost === undefined ? ["cost"] : []),
  ];
  if (missing.length)
    throw new UnreadableHeader(
      `No cost can be read from this file: it has neither the columns of FOCUS nor ${missing.join(" and ")}. A plain file needs at least date and cost.`,
    );
  return finish(names, at, { format: "csv", version: "plain CSV", tags });
}

function finish(
  names: string[],
  at: HeaderReading["at"],
  {
    format,
    version,
    tags,
  }: { format: HeaderReading["format"]; version: string; tags: HeaderReading["tagColumns"] },
): HeaderReading {
  const taken = new Set([
    ...Object.entries(at).flatMap(([column, index]) => (OWN.has(column as FocusColumn) ? [index] : [])),
    ...tags.map(({ index }) => index),
  ]);
  const known = new Set([...Object.values(at), ...tags.map(({ index }) => index)]);
  return {
    format,
    version,
    names,
    at,
    tagColumns: tags,
    rest: names.flatMap((_, index) => (taken.has(index) ? [] : [index])),
    unknownColumns: names.filter((_, index) => !known.has(index)),
  };
}
