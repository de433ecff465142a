import { dateOf, type Day, dayNamed, startOf, addIntervals } from "@/server/metrics/core/zone";
import type { Calendar } from "./calendar";
import { chanceOf } from "./random";
import { DEMO_SERVICES, type DemoService, ownerOn } from "./services";
import { DEMO_TEAMS, hasAdopted } from "./teams";

/** A backfill of a job that nobody had told to end: from the first of these days, before the second. */
export const ANOMALY = { service: "event-lake", team: "data", from: -24, to: -20, times: 11 } as const;

/** Paid by nobody in particular, as far as tags say. */
const UNTAGGED_A_DAY = 46;
export const CURRENCY = "EUR";
export const PROVIDER = "Nordwind Cloud";

const COLUMNS = [
  "BilledCost",
  "EffectiveCost",
  "ListCost",
  "BillingCurrency",
  "BillingPeriodStart",
  "BillingPeriodEnd",
  "ChargePeriodStart",
  "ChargePeriodEnd",
  "ChargeCategory",
  "ChargeDescription",
  "BillingAccountId",
  "ProviderName",
  "SubAccountId",
  "SubAccountName",
  "RegionId",
  "ServiceCategory",
  "ServiceName",
  "ResourceId",
  "ResourceName",
  "ResourceType",
  "Tags",
] as const;

interface Line {
  /** Hundredths of a cent, so that sums are exact. */
  amount: number;
  category: "Compute" | "Databases" | "Storage" | "Networking" | "Other";
  service: string;
  resource: string;
  type: string;
  tags: Record<string, string>;
  charge?: "Usage" | "Credit";
  what: string;
}

const A_DAY_BY_TIER = { "1": 38, "2": 17, "3": 6 } as const;

/** What one service costs on a day, line by line. */
function linesOf(service: DemoService, offset: number, calendar: Calendar): Line[] {
  const { identifier, tier } = service;
  const luck = chanceOf(`cost:${identifier}:${offset}`);
  const size = chanceOf(`size:${identifier}`).between(0.7, 1.4);
  // A tenth more in half a year: what is used grows, and so does what is paid.
  const growth = 1 + (offset - calendar.first) / 1_800;
  const base = A_DAY_BY_TIER[tier] * size * growth;
  const team = ownerOn(service, offset);
  const tags = (environment: string) => ({ team, service: identifier, environment });
  const cost = (share: number) => Math.round(base * share * luck.between(0.96, 1.04) * 10_000);
  const lines: Line[] = [
    {
      amount: cost(0.6),
      category: "Compute",
      service: "Nordwind Containers",
      resource: `${identifier}-production`,
      type: "container",
      tags: tags("production"),
      what: "Containers, by the hour",
    },
  ];
  if (tier !== "3") {
    lines.push({
      amount: cost(0.28),
      category: "Databases",
      service: "Nordwind Postgres",
      resource: `${identifier}-db`,
      type: "database",
      tags: tags("production"),
      what: "Database, by the hour",
    });
    lines.push({
      // What stands on the platform sleeps at night in staging.
      amount: cost(asleep(service, offset) ? 0.09 : 0.16),
      category: "Compute",
      service: "Nordwind Containers",
      resource: `${identifier}-staging`,
      type: "container",
      tags: tags("staging"),
      what: "Containers, by the hour",
    });
  }
  if (identifier === ANOMALY.service) {
    const often = offset >= ANOMALY.from && offset < ANOMALY.to ? ANOMALY.times : 1;
    lines.push({
      amount: cost(0.9) * often,
      category: "Storage",
      service: "Nordwind Objects",
      resource: `${identifier}-objects`,
      type: "bucket",
      tags: tags("production"),
      what: "Reads of objects",
    });
  }
  return lines;
}

const asleep = (service: DemoService, offset: number): boolean =>
  DEMO_TEAMS.some((team) => team.identifier === ownerOn(service, offset) && hasAdopted(team, offset));

/** What nobody's service has: the network, what a year's commitment gives back, and what somebody forgot to tag. */
function sharedLines(offset: number): Line[] {
  const luck = chanceOf(`cost:shared:${offset}`);
  const cost = (amount: number) => Math.round(amount * luck.between(0.97, 1.03) * 10_000);
  return [
    {
      amount: cost(64),
      category: "Networking",
      service: "Nordwind Network",
      resource: "network-main",
      type: "network",
      tags: { team: "platform", environment: "production" },
      what: "Traffic",
    },
    {
      amount: -420_000,
      category: "Other",
      service: "Nordwind Credits",
      resource: "",
      type: "",
      tags: { team: "platform", environment: "production" },
      charge: "Credit",
      what: "Credit for a year's commitment",
    },
    {
      amount: cost(UNTAGGED_A_DAY),
      category: "Compute",
      service: "Nordwind Machines",
      resource: "machine-7c1",
      type: "machine",
      tags: {},
      what: "A machine, by the hour",
    },
  ];
}

/** A bill of the months as FOCUS 1.0 has it. Days begin in UTC, as providers bill. */
export function bill(calendar: Calendar): string {
  const rows: string[] = [COLUMNS.join(",")];
  for (let offset = calendar.first; offset < 0; offset++) {
    const lines = [...DEMO_SERVICES.flatMap((one) => linesOf(one, offset, calendar)), ...sharedLines(offset)];
    const day = dayNamed(calendar.date(offset))!;
    rows.push(...lines.map((line) => rowOf(line, day)));
  }
  return rows.join("\n") + "\n";
}

const decimal = (amount: number): string => (amount / 10_000).toFixed(4);
const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const instant = (day: Day): string => `${dateOf(day)}T00:00:00Z`;

function rowOf(
  { amount, category, service, resource, type, tags, charge = "Usage", what }: Line,
  day: Day,
): string {
  const month = startOf("month", day);
  const staging = tags.environment === "staging";
  const values: Record<(typeof COLUMNS)[number], string> = {
    BilledCost: decimal(amount),
    EffectiveCost: decimal(amount),
    ListCost: charge === "Credit" ? "0" : decimal(Math.round(amount * 1.18)),
    BillingCurrency: CURRENCY,
    BillingPeriodStart: instant(month),
    BillingPeriodEnd: instant(addIntervals("month", month, 1)),
    ChargePeriodStart: instant(day),
    ChargePeriodEnd: instant(day + 1),
    ChargeCategory: charge,
    ChargeDescription: what,
    BillingAccountId: "larkfield",
    ProviderName: PROVIDER,
    SubAccountId: staging ? "larkfield-staging" : "larkfield-production",
    SubAccountName: staging ? "Staging" : "Production",
    RegionId: "north-1",
    ServiceCategory: category,
    ServiceName: service,
    ResourceId: resource && `nordwind:${resource}`,
    ResourceName: resource,
    ResourceType: type,
    Tags: Object.keys(tags).length > 0 ? JSON.stringify(tags) : "",
  };
  return COLUMNS.map((column) => quoted(values[column])).join(",");
}

/** What may be spent a month, by team; null: everything. */
export const BUDGETS: readonly { title: string; team: string | null; amount: string }[] = [
  { title: "Larkfield", team: null, amount: "52000" },
  { title: "Payments", team: "payments", amount: "7500" },
  { title: "Storefront", team: "storefront", amount: "4500" },
  { title: "Logistics", team: "logistics", amount: "3600" },
  { title: "Data", team: "data", amount: "2600" },
];
