import { weeks } from "./calendar";

/** What the scenario is called, and where its people get their mail. */
export const ORGANISATION = "Larkfield";
export const DOMAIN = "larkfield.example";

export interface DemoTeam {
  identifier: string;
  title: string;
  description: string;
  /** The team that it is part of. */
  parent: string | null;
  /** Everybody who is or was in it, the accounts that one may sign in with among them. */
  size: number;
  /** The first day that it deploys through the platform, as an offset from the day of loading; null: not yet. */
  adoptedOn: number | null;
  /** The bad quarter hit it. */
  hit: boolean;
}

const team = (
  identifier: string,
  title: string,
  description: string,
  size: number,
  adoptedOn: number | null,
  { parent = null, hit = false }: { parent?: string; hit?: boolean } | { parent: null; hit?: boolean } = {},
): DemoTeam => ({ identifier, title, description, size, adoptedOn, parent, hit });

/** From the start: whatever lies before the first day. */
const ALWAYS = -10_000;

/** Teams with a parent stand behind it. */
export const DEMO_TEAMS: readonly DemoTeam[] = [
  team("platform", "Platform", "The golden paths that the others take.", 9, ALWAYS),
  team("commerce", "Commerce", "Prices, offers and everything around the sale.", 6, weeks(4)),
  team("payments", "Payments", "Checkout, invoices and everything that moves money.", 8, weeks(26), {
    parent: "commerce",
    hit: true,
  }),
  team("storefront", "Storefront", "What customers see and click.", 7, weeks(20), {
    parent: "commerce",
    hit: true,
  }),
  team("search", "Search", "Finding things, and being shown the right ones.", 6, weeks(24), {
    parent: "commerce",
  }),
  team("logistics", "Logistics", "Warehouses, shipments and tracking.", 7, weeks(22), { hit: true }),
  team("warehouse", "Warehouse", "Stock, picking and packing.", 6, weeks(16), {
    parent: "logistics",
    hit: true,
  }),
  team("fleet", "Fleet", "Vans, drivers and the last mile.", 6, null, { parent: "logistics" }),
  team("data", "Data", "Pipelines, reports and forecasts.", 7, weeks(32)),
  team("mobile", "Mobile", "The apps and what they talk to.", 6, weeks(9)),
  team("accounts", "Accounts", "Sign-in, profiles and consent.", 6, weeks(18)),
  team("campaigns", "Campaigns", "Newsletters, vouchers and landing pages.", 6, null),
];

/** The quarter of a year in which a move of the message broker went wrong: from the first of these days, before the second. */
export const BAD_QUARTER = { from: weeks(26), to: weeks(13) } as const;

export const isBad = (offset: number): boolean => offset >= BAD_QUARTER.from && offset < BAD_QUARTER.to;
export const hasAdopted = ({ adoptedOn }: DemoTeam, offset: number): boolean =>
  adoptedOn !== null && offset >= adoptedOn;
