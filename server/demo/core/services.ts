import { weeks } from "./calendar";

export type Language = "TypeScript" | "Go" | "Kotlin" | "Python";

export interface DemoService {
  identifier: string;
  title: string;
  team: string;
  language: Language;
  tier: "1" | "2" | "3";
  readme: string;
  dependsOn: readonly string[];
}

type Row = [
  identifier: string,
  title: string,
  language: Language,
  tier: "1" | "2" | "3",
  readme: string,
  dependsOn?: string[],
];

/** What others depend on comes first. */
const OF_TEAMS: Record<string, Row[]> = {
  platform: [
    ["build-farm", "Build farm", "Go", "1", "Runs the pipelines of everybody."],
    [
      "message-broker",
      "Message broker",
      "Go",
      "1",
      "Carries events between services. Moved to new machines this year.",
    ],
    ["secret-store", "Secret store", "Go", "1", "Hands out credentials that end by themselves."],
    ["artifact-store", "Artifact store", "Go", "2", "Images and packages."],
    ["feature-flags", "Feature flags", "TypeScript", "2", "Switches things on for some.", ["message-broker"]],
    ["log-search", "Log search", "Kotlin", "2", "Thirty days of logs."],
  ],
  data: [
    ["event-lake", "Event lake", "Python", "2", "Every event, for good.", ["message-broker"]],
    ["recommendations", "Recommendations", "Python", "2", "What else one may like.", ["event-lake"]],
    ["demand-forecast", "Demand forecast", "Python", "2", "What will be bought next week.", ["event-lake"]],
    ["reports", "Reports", "TypeScript", "3", "Numbers for Monday morning.", ["event-lake"]],
    ["experiments", "Experiments", "Kotlin", "3", "Who sees which variant.", ["feature-flags"]],
  ],
  accounts: [
    ["sign-in", "Sign-in", "Kotlin", "1", "Passwords, passkeys and sessions.", ["secret-store"]],
    ["profiles", "Profiles", "TypeScript", "2", "Names and addresses.", ["sign-in"]],
    ["consent", "Consent", "TypeScript", "2", "Who agreed to what, and when.", ["profiles"]],
    ["permissions", "Permissions", "Go", "1", "Who may do what.", ["sign-in"]],
    ["device-registry", "Device registry", "Go", "3", "Known phones and browsers."],
  ],
  payments: [
    ["ledger", "Ledger", "Go", "1", "Double-entry book of everything that moves."],
    [
      "invoices",
      "Invoices",
      "Kotlin",
      "2",
      "Writes and sends invoices. Runs nightly at 02:00 UTC.",
      ["ledger"],
    ],
    [
      "checkout",
      "Checkout",
      "TypeScript",
      "1",
      "Takes an order from cart to receipt.",
      ["ledger", "invoices"],
    ],
    ["refunds", "Refunds", "Kotlin", "2", "Gives money back.", ["ledger"]],
    ["fraud-check", "Fraud check", "Python", "1", "Says no to few, and fast.", ["event-lake"]],
    [
      "payment-gateway",
      "Payment gateway",
      "Go",
      "1",
      "Speaks to banks and cards.",
      ["ledger", "secret-store"],
    ],
    ["tax-rates", "Tax rates", "Kotlin", "3", "By country and product."],
  ],
  commerce: [
    ["pricing", "Pricing", "Kotlin", "1", "What something costs, now and here.", ["message-broker"]],
    ["offers", "Offers", "Kotlin", "2", "Two for one and the like.", ["pricing"]],
    ["catalogue", "Catalogue", "TypeScript", "1", "All that is for sale.", ["pricing"]],
    ["gift-cards", "Gift cards", "TypeScript", "3", "Money to give away.", ["ledger"]],
  ],
  storefront: [
    [
      "web-shop",
      "Web shop",
      "TypeScript",
      "1",
      "What customers see first.",
      ["catalogue", "sign-in", "checkout"],
    ],
    ["cart", "Cart", "TypeScript", "1", "What one means to buy.", ["catalogue"]],
    ["page-builder", "Page builder", "TypeScript", "3", "Pages without a deployment."],
    ["reviews", "Reviews", "TypeScript", "2", "Stars and words.", ["profiles"]],
    ["image-server", "Image server", "Go", "2", "Every picture in every size."],
    ["wish-lists", "Wish lists", "TypeScript", "3", "For later.", ["profiles"]],
  ],
  search: [
    ["search-index", "Search index", "Go", "1", "Knows every product by its words.", ["catalogue"]],
    ["query-parser", "Query parser", "Kotlin", "2", "What people mean.", ["search-index"]],
    ["suggestions", "Suggestions", "Go", "2", "While one types.", ["search-index"]],
    ["ranking", "Ranking", "Python", "2", "What comes first.", ["search-index", "event-lake"]],
  ],
  logistics: [
    ["warehouse-map", "Warehouse map", "TypeScript", "3", "Draws what is where, for people with forklifts."],
    ["route-planner", "Route planner", "Python", "2", "Finds the order of stops. Needs 4 GB of memory."],
    [
      "shipments",
      "Shipments",
      "Go",
      "1",
      "Plans and follows parcels from warehouse to door.",
      ["warehouse-map", "route-planner"],
    ],
    ["carriers", "Carriers", "Go", "2", "Speaks to those who carry for us.", ["shipments"]],
    ["returns", "Returns", "Kotlin", "2", "What comes back.", ["shipments", "refunds"]],
    ["customs", "Customs", "Kotlin", "3", "Papers for the border.", ["shipments"]],
  ],
  warehouse: [
    ["stock", "Stock", "Go", "1", "How much of what is where.", ["message-broker"]],
    ["picking", "Picking", "Kotlin", "1", "Tells people what to fetch.", ["stock"]],
    ["packing", "Packing", "Kotlin", "2", "Which box for what.", ["picking"]],
    ["label-printer", "Label printer", "TypeScript", "3", "Prints what sticks.", ["shipments"]],
    [
      "parcel-tracking",
      "Parcel tracking",
      "Go",
      "2",
      "Where a parcel is. Fleet has it since the re-organisation.",
      ["shipments"],
    ],
  ],
  fleet: [
    ["vans", "Vans", "Kotlin", "2", "Where each one is."],
    [
      "driver-app-api",
      "Driver app API",
      "TypeScript",
      "1",
      "What drivers' phones talk to.",
      ["vans", "route-planner"],
    ],
    ["fuel-cards", "Fuel cards", "Kotlin", "3", "Who filled up where."],
    ["shift-planner", "Shift planner", "Python", "3", "Who drives when.", ["vans"]],
  ],
  mobile: [
    ["app-backend", "App backend", "TypeScript", "1", "What the apps talk to.", ["cart", "sign-in"]],
    ["push-messages", "Push messages", "Go", "2", "Tells phones what is new.", ["message-broker"]],
    ["app-config", "App configuration", "TypeScript", "3", "What the apps show to whom.", ["feature-flags"]],
    ["barcode-scan", "Barcode scan", "Kotlin", "3", "From a picture to a product.", ["catalogue"]],
  ],
  campaigns: [
    ["newsletter", "Newsletter", "Python", "3", "Once a week, to those who asked.", ["consent"]],
    ["vouchers", "Vouchers", "TypeScript", "2", "Codes that take something off.", ["offers"]],
    ["landing-pages", "Landing pages", "TypeScript", "3", "For adverts.", ["page-builder"]],
    ["affiliates", "Affiliates", "Python", "3", "Others who sell for us."],
  ],
};

export const DEMO_SERVICES: readonly DemoService[] = Object.entries(OF_TEAMS).flatMap(([team, rows]) =>
  rows.map(([identifier, title, language, tier, readme, dependsOn = []]) => ({
    identifier,
    title,
    team,
    language,
    tier,
    readme,
    dependsOn,
  })),
);

/** A service that another team took over: `to` owns it from that day on. */
export const HANDOVER = {
  service: "parcel-tracking",
  from: "warehouse",
  to: "fleet",
  on: weeks(19),
} as const;

/** Who owned a service on a day. */
export const ownerOn = ({ identifier, team }: DemoService, offset: number): string =>
  identifier === HANDOVER.service && offset >= HANDOVER.on ? HANDOVER.to : team;

export const repositoryOf = ({ identifier, team }: Pick<DemoService, "identifier" | "team">): string =>
  `${team}/${identifier}`;
