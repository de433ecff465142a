const colours = (...pairs: [string, string][]) => Object.fromEntries(pairs);
const texts = (...values: string[]) => ({ type: "string", enum: values });

/** An input of each kind, by key. */
export const properties = {
  text: { type: "string", title: "Text", minLength: 2, maxLength: 40 },
  notes: { type: "string", format: "multi-line", title: "Notes" },
  replicas: { type: "number", title: "Replicas", minimum: 1, maximum: 10 },
  enabled: { type: "boolean", title: "Enabled" },
  tier: {
    ...texts("gold", "silver"),
    title: "Tier",
    enumColors: colours(["gold", "gold"], ["silver", "silver"]),
  },
  region: { ...texts("eu-1", "eu-2", "us-1"), title: "Region" },
  zone: {
    ...texts("zone-a", "zone-b", "zone-c", "zone-d", "zone-e", "zone-f"),
    title: "Zone",
    enumColors: colours(["zone-a", "blue"], ["zone-b", "red"]),
  },
  labels: {
    type: "array",
    title: "Labels",
    items: { ...texts("web", "batch", "internal"), enumColors: colours(["web", "blue"]) },
  },
  languages: {
    type: "array",
    title: "Languages",
    items: texts("go", "rust", "java", "kotlin", "python", "ruby", "php", "swift"),
    minItems: 1,
  },
  starts: { type: "string", format: "date-time", title: "Starts at" },
  site: { type: "string", format: "url", title: "Site" },
  contact: { type: "string", format: "email", title: "Contact" },
  address: { type: "string", format: "ipv4", title: "IPv4" },
  address6: { type: "string", format: "ipv6", title: "IPv6" },
  manifest: { type: "string", format: "yaml", title: "Manifest" },
  readme: { type: "string", format: "markdown", title: "Readme" },
  interface: { type: "string", format: "proto", title: "Interface" },
  runbook: { type: "object", format: "labeled-url", title: "Runbook" },
  service: { type: "string", format: "entity", blueprint: "service", title: "Service" },
  depends: {
    type: "array",
    title: "Depends on",
    items: { type: "string", format: "entity", blueprint: "service" },
    uniqueItems: true,
  },
  owner: { type: "string", format: "user", title: "Owner" },
  reviewers: { type: "array", title: "Reviewers", items: { type: "string", format: "user" } },
  squad: { type: "string", format: "team", title: "Squad" },
  squads: { type: "array", title: "Other squads", items: { type: "string", format: "team" } },
  network: {
    type: "object",
    title: "Network",
    properties: {
      host: { type: "string", title: "Host", minLength: 3 },
      public: { type: "boolean", title: "Public" },
      ports: {
        type: "array",
        title: "Ports",
        items: {
          type: "object",
          title: "Port",
          properties: { port: { type: "integer", title: "Number", maximum: 65535 } },
          required: ["port"],
        },
      },
    },
    required: ["host"],
    oneOf: [
      {
        title: "Static address",
        properties: {
          mode: { const: "static", title: "Addressing" },
          gateway: { type: "string", title: "Gateway" },
        },
        required: ["mode", "gateway"],
      },
      { title: "DHCP", properties: { mode: { const: "dhcp" } }, required: ["mode"] },
    ],
  },
  settings: { type: "object", title: "Settings" },
  anything: { type: "array", title: "Anything" },
  steps: { type: "array", title: "Steps", items: { type: "string" }, maxItems: 5 },
  config: { type: "string", format: "file", title: "Config", accept: [".yaml", ".json"] },
  password: { type: "string", title: "Password", encryption: "aes256-gcm" },
  credentials: { type: "object", title: "Credentials", encryption: "aes256-gcm" },
};

/** An action with all of them, whose runs wait for an approval. */
export const everyInput = (identifier: string) => ({
  identifier,
  title: "Every input",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: {
      properties,
      required: ["text", "languages", "network"],
      order: Object.keys(properties),
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    operation: "apply",
    connection: "postgres-server",
    variables: { name: "{{ .inputs.text }}", environment: "dev", team: "payments" },
    mapping: {
      identifier: "{{ .inputs.text }}",
      title: "{{ .inputs.text }}",
      properties: { engine: "postgres", environment: "dev", name: "{{ .inputs.text }}" },
    },
  },
  requiredApproval: true,
  publish: true,
});

/** What is filled in, and what a run must have stored of it. */
export const filled = {
  notes: "first\nsecond",
  replicas: 3,
  enabled: true,
  tier: "gold",
  region: "eu-2",
  zone: "zone-b",
  labels: ["web", "internal"],
  languages: ["go", "rust"],
  site: "https://example.com/a",
  contact: "ada@example.com",
  address: "192.0.2.7",
  address6: "2001:db8::7",
  manifest: "a: 1",
  readme: "**Bold**",
  interface: 'syntax = "proto3";',
  runbook: { url: "https://example.com/run", displayText: "Read me" },
  service: "checkout",
  depends: ["invoices", "ledger"],
  network: { host: "core", public: true, ports: [{ port: 443 }], mode: "static", gateway: "192.0.2.1" },
  settings: { a: [1] },
  anything: [1, "two"],
  steps: ["second", "first"],
  config: "a: 1\n",
};

/** What no run may show. */
export const secret = "hunter2-of-the-journey";
