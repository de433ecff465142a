/** A name that expressions know, for the type checker, the completions and the reference beside the editor. */
export interface Known {
  name: string;
  /** Type of CEL, or one of TYPES. */
  type: string;
  description: string;
}

export interface KnownFunction {
  /** As CEL declares it: `Receiver.name(parameters): result`. */
  signature: string;
  description: string;
  example: string;
}

/** The types of what policies are told, field by field. A thing that there is not has empty texts, never null. */
export const TYPES: Record<string, readonly Known[]> = {
  Action: [
    { name: "identifier", type: "string", description: "Identifier of the action." },
    { name: "title", type: "string", description: "Its title." },
    { name: "revision", type: "int", description: "The revision of its definition that is run." },
    { name: "blueprint", type: "string", description: "The blueprint that it works on." },
  ],
  User: [
    { name: "id", type: "string", description: "Id of who requested the run." },
    { name: "name", type: "string", description: "Name." },
    { name: "email", type: "string", description: "E-mail address; empty for an API client." },
    { name: "role", type: "string", description: "Admin or Member; empty for the portal itself." },
    { name: "kind", type: "string", description: "user, client or system." },
    { name: "leads", type: "list<string>", description: "Teams that they lead." },
  ],
  Entity: [
    { name: "exists", type: "bool", description: "False when the action makes the entity." },
    { name: "identifier", type: "string", description: "Identifier, also of the one to be made." },
    { name: "title", type: "string", description: "Title." },
    { name: "blueprint", type: "string", description: "Identifier of its blueprint." },
    { name: "teams", type: "list<string>", description: "Teams that own it." },
    { name: "properties", type: "map<string, dyn>", description: "Its properties." },
    { name: "relations", type: "map<string, dyn>", description: "Identifiers of what it relates to." },
  ],
  Time: [
    { name: "now", type: "google.protobuf.Timestamp", description: "The moment of the check." },
    { name: "date", type: "string", description: "Its date in the organisation's time zone: 2026-12-24." },
    { name: "day", type: "string", description: "monday to sunday." },
    { name: "hour", type: "int", description: "0 to 23." },
    { name: "minute", type: "int", description: "0 to 59." },
    { name: "clock", type: "string", description: "Date and time: 2026-12-24 17:05." },
    { name: "zone", type: "string", description: "The organisation's time zone." },
  ],
  Counts: [
    { name: "create", type: "int", description: "Resources that are created." },
    { name: "update", type: "int", description: "Resources that are changed in place." },
    { name: "delete", type: "int", description: "Resources that are destroyed." },
    { name: "replace", type: "int", description: "Resources that are destroyed and made anew." },
  ],
  Change: [
    { name: "address", type: "string", description: "Terraform's address: aws_s3_bucket.logs." },
    { name: "type", type: "string", description: "Type of the resource: aws_s3_bucket." },
    { name: "name", type: "string", description: "Its name in the module." },
    { name: "provider", type: "string", description: "Its provider." },
    {
      name: "action",
      type: "string",
      description: "create, update, delete, replace, read, no-op or forget.",
    },
    { name: "before", type: "map<string, dyn>", description: "Attributes that change, as they are." },
    { name: "after", type: "map<string, dyn>", description: "Attributes that change, as they will be." },
    { name: "unknown", type: "list<string>", description: "Attributes known after the apply only." },
    { name: "sensitive", type: "list<string>", description: "Attributes whose values are masked." },
  ],
  Plan: [
    { name: "known", type: "bool", description: "Whether there is a plan: false for backends without." },
    { name: "empty", type: "bool", description: "Whether nothing would change." },
    { name: "changes", type: "list<Change>", description: "Every change." },
    { name: "creates", type: "list<Change>", description: "Changes that make something: create, replace." },
    { name: "updates", type: "list<Change>", description: "Changes in place." },
    { name: "destroys", type: "list<Change>", description: "Changes that destroy: delete, replace." },
    { name: "counts", type: "Counts", description: "How many of each." },
  ],
  Estimate: [
    { name: "known", type: "bool", description: "Whether anything could be estimated." },
    {
      name: "monthly",
      type: "double",
      description: "Change of the monthly cost, rounded to cents; 0 when unknown.",
    },
    { name: "currency", type: "string", description: "ISO 4217, as in EUR." },
    { name: "source", type: "string", description: "rate_card, plan, infracost or none." },
  ],
  Budget: [
    { name: "budget", type: "string", description: "Identifier." },
    { name: "title", type: "string", description: "Title." },
    { name: "state", type: "string", description: "ok, warn, extra_approval or blocked, with this run." },
    { name: "amount", type: "double", description: "What may be spent each month." },
    { name: "adds", type: "double", description: "What this run adds; 0 when unknown." },
    { name: "left", type: "double", description: "What is left without this run." },
    { name: "currency", type: "string", description: "ISO 4217." },
  ],
  Target: [
    { name: "blueprint", type: "string", description: "Blueprint of what the run makes or changes." },
    { name: "identifier", type: "string", description: "Its identifier." },
  ],
  Module: [
    { name: "source", type: "string", description: "Where the module comes from." },
    { name: "version", type: "string", description: "Its version." },
    { name: "sha256", type: "string", description: "Hash of all its files." },
  ],
};

export const VARIABLES: readonly Known[] = [
  { name: "action", type: "Action", description: "The action that is run." },
  { name: "operation", type: "string", description: "CREATE, DAY-2 or DELETE." },
  {
    name: "inputs",
    type: "map<string, dyn>",
    description: "What was filled in; secret inputs are left out.",
  },
  { name: "entity", type: "Entity", description: "What the action works on." },
  { name: "user", type: "User", description: "Who requested the run." },
  { name: "teams", type: "list<string>", description: "Teams of who requested it." },
  { name: "team", type: "string", description: "The team that will own the result; empty: nobody." },
  { name: "environment", type: "string", description: "The environment; empty when there is none." },
  { name: "time", type: "Time", description: "When the run is checked." },
  { name: "plan", type: "Plan", description: "What Terraform would do." },
  { name: "estimate", type: "Estimate", description: "What it would cost each month." },
  { name: "budgets", type: "list<Budget>", description: "The budgets that it counts against." },
  { name: "target", type: "Target", description: "What the run makes or changes." },
  { name: "module", type: "Module", description: "The Terraform module." },
];

export const FUNCTIONS: readonly KnownFunction[] = [
  {
    signature: "Plan.ofType(string): list<Change>",
    description: "The changes of a type of resource; * stands for anything.",
    example: 'plan.ofType("aws_db_*").size() == 0',
  },
  {
    signature: "at(dyn, string): dyn",
    description: "The value at a path, or null where there is none.",
    example: 'at(inputs, "network.cidr") != null',
  },
  {
    signature: "texts(dyn): list<string>",
    description: "Every text in a value, however deep.",
    example: 'texts(inputs).all(t, t != "default")',
  },
  {
    signature: "string.glob(string): bool",
    description: "Whether the text fits a pattern in which * stands for anything.",
    example: 'entity.identifier.glob("team-*-db")',
  },
  {
    signature: "openCidr(string): bool",
    description: "Whether it is a network that holds every address, such as 0.0.0.0/0.",
    example: "!texts(inputs).exists(t, openCidr(t))",
  },
  {
    signature: "privateCidr(string): bool",
    description: "Whether an address or network is a private one.",
    example: "privateCidr(inputs.cidr)",
  },
  {
    signature: "cidrContains(string, string): bool",
    description: "Whether a network holds an address or network.",
    example: 'cidrContains("10.0.0.0/8", inputs.cidr)',
  },
  {
    signature: "Time.within(string, string): bool",
    description: "Whether it is between two dates or times, both included, in the organisation's time zone.",
    example: '!time.within("2026-12-19", "2027-01-04")',
  },
  {
    signature: "Time.weekly(string, string): bool",
    description: "Whether it is between two moments of the week; the second is not included.",
    example: '!time.weekly("friday 16:00", "monday 08:00")',
  },
  {
    signature: "money(double, string): string",
    description: "An amount for a message.",
    example: "money(estimate.monthly, estimate.currency)",
  },
];

/** Facts that are only there once a run was planned and estimated. */
export const AFTER_PLAN = ["plan", "estimate", "budgets", "module"] as const;

/** Texts and comments of CEL, in which names mean nothing. */
const TEXT = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*/g;

/** Whether an expression reads one of these variables; it may say so of one that names a variable of its own the same. */
export function reads(expression: string, names: readonly string[]): boolean {
  const code = expression.replace(TEXT, '""');
  return names.some((name) => new RegExp(`(?<![.\\w])${name}\\b`).test(code));
}
