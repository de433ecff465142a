/** The demo organisation: made-up, deterministic, small enough to know by heart. */
export const TEAMS = [
  {
    identifier: "payments",
    title: "Payments",
    description: "Checkout, invoices and everything that moves money.",
  },
  { identifier: "logistics", title: "Logistics", description: "Warehouses, shipments and tracking." },
  { identifier: "platform", title: "Platform", description: "The golden paths that the others take." },
];

export const PEOPLE = [
  {
    name: "Ada Okafor",
    email: "ada@waymark.example",
    role: "admin",
    team: "platform",
    lead: false,
    title: "Administrator",
  },
  {
    name: "Deniz Kaya",
    email: "deniz@waymark.example",
    role: "member",
    team: "payments",
    lead: false,
    title: "Developer",
  },
  {
    name: "Lena Brandt",
    email: "lena@waymark.example",
    role: "member",
    team: "payments",
    lead: true,
    title: "Team lead",
  },
  {
    name: "Ravi Menon",
    email: "ravi@waymark.example",
    role: "member",
    team: "logistics",
    lead: false,
    title: "Developer",
  },
  {
    name: "Marta Silva",
    email: "marta@waymark.example",
    role: "member",
    team: "logistics",
    lead: true,
    title: "Team lead",
  },
] as const;

/** What is counted of databases, once their blueprint is there. */
export const SERVICE_COUNTS = {
  aggregationProperties: {
    databases: {
      title: "Databases",
      type: "number" as const,
      target: "database",
      calculationSpec: { calculationBy: "entities" as const, func: "count" as const },
    },
  },
};

const service = (
  identifier: string,
  title: string,
  team: string,
  language: string,
  tier: string,
  readme: string,
  dependsOn: string[] = [],
) => ({
  identifier,
  title,
  team: [team],
  properties: {
    language,
    tier,
    repository: `https://git.waymark.example/${team}/${identifier}`,
    on_call: `${team}@waymark.example`,
    readme,
  },
  relations: { depends_on: dependsOn },
});

/** What others depend on comes first. */
export const SERVICES = [
  service("ledger", "Ledger", "payments", "Go", "1", "Double-entry book of everything that moves."),
  service(
    "invoices",
    "Invoices",
    "payments",
    "Kotlin",
    "2",
    "Writes and sends invoices. Runs nightly at 02:00 UTC.",
    ["ledger"],
  ),
  service(
    "checkout",
    "Checkout",
    "payments",
    "TypeScript",
    "1",
    "Takes an order from cart to receipt. **Idempotent**: a retried payment never charges twice.",
    ["ledger", "invoices"],
  ),
  service(
    "warehouse-map",
    "Warehouse map",
    "logistics",
    "TypeScript",
    "3",
    "Draws what is where, for people with forklifts.",
  ),
  service(
    "route-planner",
    "Route planner",
    "logistics",
    "Python",
    "2",
    "Finds the order of stops. Needs 4 GB of memory.",
  ),
  service(
    "shipments",
    "Shipments",
    "logistics",
    "Go",
    "1",
    "Plans and follows parcels from warehouse to door.",
    ["warehouse-map", "route-planner"],
  ),
];
