import { z } from "zod";

/** What a connection holds beside credentials. */
export interface ConnectionSettings {
  /** Where its credentials may be sent: an API, or the beginning of the addresses that it is for. */
  url?: string;
}

export const connectionSettingsSchema = z.strictObject({
  url: z
    .string()
    .trim()
    .max(2000)
    .refine(
      (text) => isPlainAddress(text),
      "Give an address such as https://git.example.com, without a user, ? or #.",
    )
    .optional(),
}) satisfies z.ZodType<ConnectionSettings>;

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && ![username, password, search, hash].some(Boolean);
}

export interface ConnectionKindInfo {
  label: string;
  /** What it is for, for people who make one. */
  description: string;
  /** Its address: what it is when none is given, null when one must be. Absent: it has none. */
  url?: { label: string; standard: string | null };
  /** Its credentials by name; null: any variables. */
  secrets: readonly { name: string; label: string; required: boolean; hint: string }[] | null;
}

export const CONNECTION_KINDS = {
  environment: {
    label: "Environment variables",
    description: "What Terraform and its providers find in their environment.",
    secrets: null,
  },
  github: {
    label: "GitHub",
    description: "Dispatches workflows, follows them, and pushes to repositories.",
    url: { label: "Address of the API", standard: "https://api.github.com" },
    secrets: [
      {
        name: "TOKEN",
        label: "Token",
        required: true,
        hint: "Fine-grained, with Actions, Contents and Metadata; Administration to make repositories.",
      },
    ],
  },
  gitlab: {
    label: "GitLab",
    description: "Triggers pipelines, follows them, and pushes to projects.",
    url: { label: "Address", standard: "https://gitlab.com" },
    secrets: [
      { name: "TOKEN", label: "Access token", required: true, hint: "With the scope api." },
      {
        name: "TRIGGER_TOKEN",
        label: "Pipeline trigger token",
        required: false,
        hint: "Of one project; without it pipelines are made with the access token.",
      },
    ],
  },
  azure_devops: {
    label: "Azure DevOps",
    description: "Signs what is sent to an incoming webhook of a pipeline.",
    url: { label: "Address", standard: "https://dev.azure.com" },
    secrets: [
      {
        name: "SECRET",
        label: "Secret of the incoming webhook",
        required: true,
        hint: "As in the service connection of Azure DevOps.",
      },
    ],
  },
  git: {
    label: "Git server",
    description: "Pushes to the repositories under one address.",
    url: { label: "Address of the server or group", standard: null },
    secrets: [
      { name: "USERNAME", label: "User name", required: false, hint: "git, when left out." },
      {
        name: "PASSWORD",
        label: "Password or token",
        required: true,
        hint: "May write to the repositories.",
      },
    ],
  },
  webhook: {
    label: "Webhook",
    description: "Credentials for the requests to one address.",
    url: { label: "What its addresses begin with", standard: null },
    secrets: [
      {
        name: "AUTHORIZATION",
        label: "Authorization header",
        required: false,
        hint: "Sent whole, such as Bearer abc.",
      },
      {
        name: "SIGNING_SECRET",
        label: "Signing secret",
        required: false,
        hint: "Signs in place of the organisation's secret.",
      },
    ],
  },
} as const satisfies Record<string, ConnectionKindInfo>;

export type ConnectionKind = keyof typeof CONNECTION_KINDS;
export const connectionKindSchema = z.enum(
  Object.keys(CONNECTION_KINDS) as [ConnectionKind, ...ConnectionKind[]],
);

export const kindInfo = (kind: ConnectionKind): ConnectionKindInfo => CONNECTION_KINDS[kind];

/** Kinds of connection that a backend can use, the usual one first; empty: it needs none. */
export const CONNECTIONS_OF: Readonly<Record<string, readonly ConnectionKind[]>> = {
  TERRAFORM: ["environment"],
  WEBHOOK: ["webhook"],
  GITHUB: ["github"],
  GITLAB: ["gitlab"],
  AZURE_DEVOPS: ["azure_devops"],
  GITOPS: ["git", "github", "gitlab"],
};

/** Backends that can do nothing without credentials. */
export const NEEDS_CONNECTION: ReadonlySet<string> = new Set(["GITHUB", "GITLAB"]);

/** Whether an address lies under another: the same origin, and a path that goes on at a slash. */
export function liesUnder(address: string, base: string): boolean {
  if (!URL.canParse(address) || !URL.canParse(base)) return false;
  const [inner, outer] = [new URL(address), new URL(base)];
  if (inner.origin !== outer.origin) return false;
  const path = outer.pathname.replace(/\/+$/, "");
  return inner.pathname === path || inner.pathname.startsWith(`${path}/`);
}

/** Where the credentials of a connection may be sent; undefined for one that has no address. */
export const addressOf = (kind: ConnectionKind, settings: ConnectionSettings): string | undefined =>
  settings.url ?? kindInfo(kind).url?.standard ?? undefined;

/** Where the repositories of such a connection lie; null when it has none. */
export function repositoriesUnder(kind: ConnectionKind, address: string | undefined): string | null {
  if (address === undefined) return null;
  if (kind === "git" || kind === "gitlab") return address;
  if (kind !== "github") return null;
  const { origin, host } = new URL(address);
  // GitHub's own API has a host of its own; that of a server lies at /api/v3 of it.
  return host === "api.github.com" ? "https://github.com" : origin;
}

/** What is wrong with the parts of a connection, taken together. */
export function connectionFaults(input: {
  kind: ConnectionKind;
  settings: ConnectionSettings;
  variables: Record<string, string | null>;
}): { path: (string | number)[]; message: string }[] {
  const info = kindInfo(input.kind);
  const faults: { path: (string | number)[]; message: string }[] = [];
  if (!info.url && input.settings.url !== undefined)
    faults.push({ path: ["settings", "url"], message: "A connection of this kind has no address." });
  if (info.url?.standard === null && input.settings.url === undefined)
    faults.push({ path: ["settings", "url"], message: "Say where its credentials may be sent." });
  const { secrets } = info;
  if (!secrets) return faults;
  for (const name of Object.keys(input.variables))
    if (!secrets.some((secret) => secret.name === name))
      faults.push({
        path: ["variables", name],
        message: `A connection of this kind holds ${secrets.map((secret) => secret.name).join(", ")}.`,
      });
  for (const { name, label, required } of secrets) {
    const value = input.variables[name];
    if ((required && value === undefined) || value === "")
      faults.push({ path: ["variables", name], message: `Give the ${label.toLowerCase()}.` });
    if (value && /[\r\n]/.test(value))
      faults.push({ path: ["variables", name], message: "Give it in one line." });
  }
  if (Object.keys(input.variables).length === 0 && faults.length === 0)
    faults.push({ path: ["variables"], message: "Give at least one of its credentials." });
  return faults;
}
