import { type SQL, sql } from "drizzle-orm";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { FocusColumn } from "../../core/billing/columns";
import { CHARGE_CATEGORIES, DECIMAL_PATTERN } from "../../core/billing/values";
import { clean, currencyOf, providerOf, type Staging, tagsTextOf, textOf } from "./staging";

/** Beginnings of a decimal that leave no room for a hexadecimal, for infinity and for what is no number, which PostgreSQL reads too. */
const DIGITS = [..."123456789"];
const BEGINNINGS = sql.raw(
  ["0.", ...DIGITS.map((digit) => `-${digit}`)].map((text) => `'${text}'`).join(", "),
);

/**
 * How a text is a decimal that can be read exactly: 2 when it is a short one without an exponent, 1 when it is another, 0 when it is
 * none. Nearly all are short, which is seen without a regular expression: with one, they took half the time of an import.
 */
const decimalOf = (text: SQL): SQL => sql`case when ${text} is null then null
  when octet_length(${text}) <= 15 and (left(${text}, 1) in (${sql.raw(DIGITS.map((digit) => `'${digit}'`).join(", "))})
      or left(${text}, 2) in (${BEGINNINGS}) or left(${text}, 3) = '-0.' or ${text} = '0')
    and strpos(${text}, '_') = 0 and strpos(${text}, 'e') = 0 and strpos(${text}, 'E') = 0
    and pg_input_is_valid(${text}, 'numeric') then 2
  when ${text} ~ ${DECIMAL_PATTERN} then 1 else 0 end`;

const NUMBERS = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ConsumedQuantity"] as const;
/** Texts that are read as they stand, by the names of their columns in `billing_read`. */
const TEXTS: readonly (readonly [name: string, column: FocusColumn])[] = [
  ["sub_account_id", "SubAccountId"],
  ["sub_account_name", "SubAccountName"],
  ["service_category", "ServiceCategory"],
  ["service_name", "ServiceName"],
  ["region", "RegionId"],
  ["resource_id", "ResourceId"],
  ["resource_name", "ResourceName"],
  ["resource_type", "ResourceType"],
  ["unit", "ConsumedUnit"],
  ["sku", "SkuId"],
  ["description", "ChargeDescription"],
];

/**
 * Reads each row by what its columns mean, into the temporary table `billing_read`: typed values, or in `faults` what is wrong
 * with it, as `Column:fault`. Each layer is fenced off by `offset 0`, so that no expression is computed twice.
 */
export async function readRows(tx: TransactionContext, staging: Staging): Promise<void> {
  const plain = staging.header.format === "csv";
  const has = (column: FocusColumn) => staging.header.at[column] !== undefined;
  await tx.db.execute(sql`
    create temp table billing_read on commit drop as
    select line, ${faultsOf(plain, has)} as faults, provider, billing_account_id, ${sql.raw(TEXTS.map(([name]) => name).join(", "))},
      tags, date_trunc('month', billing_start at time zone 'UTC')::date as billing_month,
      (period_start at time zone 'UTC')::date as day, period_start, period_end, category, correction,
      ${numberOf("BilledCost")} as billed,
      ${plain ? sql`coalesce(${numberOf("EffectiveCost")}, ${numberOf("BilledCost")})` : numberOf("EffectiveCost")} as effective,
      ${numberOf("ListCost")} as list, ${numberOf("ContractedCost")} as contracted, currency,
      ${numberOf("ConsumedQuantity")} as quantity, rest,
      md5(concat_ws(chr(31), ${sql.raw(KEY_COLUMNS.map((column) => `coalesce(${column}, chr(30))`).join(", "))}))::uuid as digest
    from (
      select t.*, ${sql.join(
        NUMBERS.map((column) => sql`${decimalOf(sql.raw(`t."${column}"`))} as ${sql.raw(`"${column}Ok"`)}`),
        sql`, `,
      )}, starts.at as period_start,
        ${has("ChargePeriodEnd") ? sql`ends.at` : sql`starts.at + interval '1 day'`} as period_end,
        ${has("BillingPeriodStart") ? sql`coalesce(billings.at, starts.at)` : sql`starts.at`} as billing_start,
        ${has("BillingPeriodStart") ? sql`billings.at` : sql`null::timestamptz`} as billing_at
      from (${textsOfRows(staging, plain)}) t
      left join billing_instants starts on starts.text = t.start_text
      ${has("ChargePeriodEnd") ? sql`left join billing_instants ends on ends.text = t.end_text` : sql``}
      ${has("BillingPeriodStart") ? sql`left join billing_instants billings on billings.text = t.billing_text` : sql``}
      offset 0
    ) r`);
  await tx.db.execute(sql`analyze billing_read (line, faults, digest, tags)`);
}

/** The innermost layer: every column that means something, without what stands for nothing. */
function textsOfRows(staging: Staging, plain: boolean): SQL {
  const of = (column: FocusColumn) => textOf(staging, column);
  const named = [
    ...NUMBERS.map((column) => sql`${of(column)} as ${sql.raw(`"${column}"`)}`),
    ...TEXTS.map(([name, column]) => sql`${of(column)} as ${sql.raw(name)}`),
  ];
  return sql`
    select s.line, ${sql.join(named, sql`, `)}, ${providerOf(staging)} as provider,
      coalesce(${of("BillingAccountId")}, '') as billing_account_id, ${tagsTextOf(staging)} as tags,
      ${currencyOf(staging)} as currency, ${plain ? sql`coalesce(${of("ChargeCategory")}, 'Usage')` : of("ChargeCategory")} as category,
      coalesce(${of("ChargeClass")} = 'Correction', false) as correction, ${of("ChargePeriodStart")} as start_text,
      ${of("ChargePeriodEnd")} as end_text, ${of("BillingPeriodStart")} as billing_text, ${restOf(staging)} as rest
    from ${staging.table} s offset 0`;
}

/** Every other column that says something, as JSON. */
function restOf({ header }: Staging): SQL {
  if (!header.rest.length) return sql`null::jsonb`;
  const names = header.rest.map((index) => sql`${header.names[index] ?? ""}::text`);
  const values = header.rest.map((index) => clean(sql.raw(`s.c${index}`)));
  return sql`nullif(jsonb_strip_nulls(jsonb_object(array[${sql.join(names, sql`, `)}], array[${sql.join(values, sql`, `)}])),
    '{}'::jsonb)`;
}

const numberOf = (column: (typeof NUMBERS)[number]): SQL =>
  sql.raw(`case when "${column}Ok" > 0 then "${column}"::numeric end`);

/** What may be wrong with a column: when it is right, and otherwise what it is. */
interface Check {
  right: SQL;
  column: FocusColumn;
  /** Of a `case`, what is wrong in which case. */
  cases: SQL;
}

function numberCheck(column: (typeof NUMBERS)[number], needed: boolean): Check {
  const [text, ok] = [sql.raw(`"${column}"`), sql.raw(`"${column}Ok"`)];
  const right = sql`(${ok} = 2 or (${ok} = 1 and abs(${text}::numeric) < 1e15))`;
  return {
    column,
    right: needed ? right : sql`(${text} is null or ${right})`,
    cases: sql`${needed ? sql`when ${text} is null then 'empty'` : sql``} when ${ok} = 0 then 'number'
      when ${ok} = 1 and abs(${text}::numeric) >= 1e15 then 'size'`,
  };
}

/** What is wrong with a row; null when nothing is. Most rows are right, which one condition tells. */
function faultsOf(plain: boolean, has: (column: FocusColumn) => boolean): SQL {
  const categories = sql`${sql.param(`{${CHARGE_CATEGORIES.join(",")}}`)}::text[]`;
  const checks: Check[] = [
    numberCheck("BilledCost", true),
    numberCheck("EffectiveCost", !plain),
    numberCheck("ListCost", false),
    numberCheck("ContractedCost", false),
    numberCheck("ConsumedQuantity", false),
    {
      column: "BillingCurrency",
      right: sql`(currency ~ '^[A-Z]{3}$')`,
      cases: sql`when currency is null then 'empty' when currency !~ '^[A-Z]{3}$' then 'currency'`,
    },
    {
      column: "ChargePeriodStart",
      right: sql`(period_start <= now() + interval '400 days')`,
      cases: sql`when start_text is null then 'empty' when period_start is null then 'time'
        when period_start > now() + interval '400 days' then 'future'`,
    },
    ...(has("ChargePeriodEnd")
      ? [
          {
            column: "ChargePeriodEnd" as const,
            right: sql`(period_end >= period_start)`,
            cases: sql`when end_text is null then 'empty' when period_end is null then 'time' when period_end < period_start then 'span'`,
          },
        ]
      : []),
    ...(has("BillingPeriodStart")
      ? [
          {
            column: "BillingPeriodStart" as const,
            right: sql`(billing_at is not null)`,
            cases: sql`when billing_text is null then 'empty' when billing_at is null then 'time'`,
          },
        ]
      : []),
    {
      column: "ChargeCategory",
      right: sql`(category = any(${categories}))`,
      cases: sql`when category is null then 'empty' when not (category = any(${categories})) then 'category'`,
    },
    ...(plain
      ? []
      : [
          {
            column: "BillingAccountId" as const,
            right: sql`(billing_account_id <> '')`,
            cases: sql`when billing_account_id = '' then 'empty'`,
          },
        ]),
  ];
  const right = sql.join(
    checks.map((check) => check.right),
    sql` and `,
  );
  const faults = checks.map(({ column, cases }) => sql`${`${column}:`}::text || (case ${cases} end)`);
  return sql`case when ${right} then null else nullif(array_remove(array[${sql.join(faults, sql`, `)}], null), '{}') end`;
}

/** What lines of the same key have in common; in this order in its digest. */
export const KEY_COLUMNS = [
  "provider",
  "billing_account_id",
  "sub_account_id",
  "service_category",
  "service_name",
  "region",
  "resource_id",
  "resource_name",
  "resource_type",
  "tags",
] as const;
