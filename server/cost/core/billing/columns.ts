/**
 * Columns of FOCUS, the FinOps Open Cost and Usage Specification, with the version that brought them. Source: the
 * specification's column list, versions 1.0 to 1.3 (focus.finops.org).
 */
const SINCE = {
  "1.0": [
    "AvailabilityZone",
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargeFrequency",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "CommitmentDiscountCategory",
    "CommitmentDiscountId",
    "CommitmentDiscountName",
    "CommitmentDiscountStatus",
    "CommitmentDiscountType",
    "ConsumedQuantity",
    "ConsumedUnit",
    "ContractedCost",
    "ContractedUnitPrice",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "ListUnitPrice",
    "PricingCategory",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "RegionId",
    "RegionName",
    "ResourceId",
    "ResourceName",
    "ResourceType",
    "ServiceCategory",
    "ServiceName",
    "SkuId",
    "SkuPriceId",
    "SubAccountId",
    "SubAccountName",
    "Tags",
  ],
  "1.1": [
    "CapacityReservationId",
    "CapacityReservationStatus",
    "CommitmentDiscountQuantity",
    "CommitmentDiscountUnit",
    "ServiceSubcategory",
    "SkuMeter",
    "SkuPriceDetails",
  ],
  "1.2": [
    "BillingAccountType",
    "InvoiceId",
    "PricingCurrency",
    "PricingCurrencyContractedUnitPrice",
    "PricingCurrencyEffectiveCost",
    "PricingCurrencyListUnitPrice",
    "SubAccountType",
  ],
  "1.3": [
    "AllocatedMethodDetails",
    "AllocatedMethodId",
    "AllocatedResourceId",
    "AllocatedResourceName",
    "AllocatedTags",
    "ContractApplied",
    "HostProviderName",
    "ServiceProviderName",
  ],
} as const;

export type FocusVersion = keyof typeof SINCE;
export type FocusColumn = (typeof SINCE)[FocusVersion][number];

/** By how a column is told apart: exporters write `BilledCost`, `billed_cost` and `Billed Cost`. */
const byKey = new Map<string, { column: FocusColumn; since: FocusVersion }>(
  (Object.keys(SINCE) as FocusVersion[]).flatMap((since) =>
    SINCE[since].map((column) => [keyOf(column), { column, since }] as const),
  ),
);

/** Names of earlier drafts and of plain files, for what is called otherwise today. */
const ALIASES: Record<string, FocusColumn> = {
  amortizedcost: "EffectiveCost",
  chargetype: "ChargeCategory",
  invoiceissuer: "InvoiceIssuerName",
  provider: "ProviderName",
  publisher: "PublisherName",
  region: "RegionId",
  usagequantity: "ConsumedQuantity",
  usageunit: "ConsumedUnit",
};

/** Columns of a plain file: a day, an amount, and what more is known. */
const PLAIN: Record<string, FocusColumn> = {
  date: "ChargePeriodStart",
  day: "ChargePeriodStart",
  cost: "BilledCost",
  amount: "BilledCost",
  currency: "BillingCurrency",
  account: "SubAccountId",
  service: "ServiceName",
  resource: "ResourceId",
  description: "ChargeDescription",
};

/** Columns of a plain file that say whose cost it is: they are read as tags. */
export const PLAIN_TAGS = ["team", "environment", "costcentre", "costcenter", "entity"] as const;

/** Without what exporters do differently: case, spaces, underscores. */
export function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** The column that a name means; null when it is none of FOCUS. `x_` names are a provider's own. */
export function focusColumn(name: string): { column: FocusColumn; since: FocusVersion | null } | null {
  if (/^x_/i.test(name)) return null;
  const key = keyOf(name);
  const known = byKey.get(key);
  if (known) return known;
  const alias = ALIASES[key];
  return alias ? { column: alias, since: null } : null;
}

/** The column that a name of a plain file means; null when it is another. */
export function plainColumn(name: string): FocusColumn | null {
  return PLAIN[keyOf(name)] ?? focusColumn(name)?.column ?? null;
}
