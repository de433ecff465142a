import { z } from "zod";

/** What a connection holds beside credentials. */
export interface ConnectionSettings {
  /** Where its credentials may be sent: an API, or the beginning of the addresses that it is for. */
  url?: string;
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
