import { publishedStatus } from "./lifecycle";
import type { ActionSnapshot, PublishedStatus, RunFailure, RunStatus, RunTarget } from "@/server/runs/schema";

/** What the published form is made from: a run's row, or its line in a list. */
export interface PublishableRun {
  id: string;
  status: RunStatus;
  statusLabel: string | null;
  summary: string | null;
  failure: RunFailure | null;
  action: ActionSnapshot;
  blueprint: string | null;
  target: RunTarget | null;
  inputs: Record<string, unknown>;
  requesterId: string;
  links: string[];
  externalRunId?: string | null;
  impersonatedBy?: string | null;
  /** Left out where a list does not read them. */
  payload?: Record<string, unknown> | null;
  response?: unknown;
  origin: "UI" | "API" | "JOB" | "SYSTEM";
  createdAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
}

/** What is known of the things that a run names, as they are now. */
export interface RunThings {
  /** Left out where nobody decided. */
  approval?: { state: "APPROVED" | "DECLINED"; userId: string; description?: string };
  actionDeleted: boolean;
  blueprint: { title: string; icon: string | null; deleted: boolean } | null;
  entity: { icon: string | null; deleted: boolean } | null;
}

export interface PublishedRun {
  id: string;
  blueprint?: { identifier: string; title?: string; icon?: string | null; deleted?: boolean };
  entity?: { identifier: string; title: string | null; icon?: string | null; deleted?: boolean };
  action: { identifier: string; title: string; icon: string | null; deleted?: boolean };
  properties: Record<string, unknown>;
  requiredApproval: boolean | { type: "ANY" | "ALL" };
  source: "UI" | "API" | "AUTOMATION";
  status: PublishedStatus;
  statusLabel: string | null;
  link: string[];
  summary?: string;
  approval?: RunThings["approval"];
  payload?: Record<string, unknown>;
  response?: unknown;
  externalRunId?: string;
  impersonatedBy?: string;
  createdBy: string;
  updatedBy: string;
  createdAt: string;
  updatedAt: string;
  endedAt?: string;
  /** Ours: the exact status, and why it did not succeed. */
  state: RunStatus;
  failure?: { stage: string; code: string; message: string; advice: string | null };
}

/** A run in the published format of the API; what `things` says is left out where it was not looked up. */
export function toPublishedRun(run: PublishableRun, things?: RunThings): PublishedRun {
  const summary = run.summary ?? run.failure?.message;
  return {
    id: run.id,
    ...(run.blueprint ? { blueprint: { identifier: run.blueprint, ...things?.blueprint } } : {}),
    ...(run.target
      ? {
          entity: { identifier: run.target.identifier, title: run.target.title, ...things?.entity },
        }
      : {}),
    action: {
      identifier: run.action.identifier,
      title: run.action.title,
      icon: run.action.icon,
      ...(things ? { deleted: things.actionDeleted } : {}),
    },
    properties: run.inputs,
    requiredApproval: run.action.requiredApproval,
    source: run.origin === "UI" || run.origin === "API" ? run.origin : "AUTOMATION",
    status: publishedStatus(run.status),
    statusLabel: run.statusLabel,
    link: run.links,
    ...(summary ? { summary } : {}),
    ...(things?.approval ? { approval: things.approval } : {}),
    ...(run.payload ? { payload: run.payload } : {}),
    ...(run.response === undefined || run.response === null ? {} : { response: run.response }),
    ...(run.externalRunId ? { externalRunId: run.externalRunId } : {}),
    ...(run.impersonatedBy ? { impersonatedBy: run.impersonatedBy } : {}),
    createdBy: run.requesterId,
    updatedBy: run.requesterId,
    createdAt: run.createdAt.toISOString(),
    updatedAt: run.updatedAt.toISOString(),
    ...(run.endedAt ? { endedAt: run.endedAt.toISOString() } : {}),
    state: run.status,
    ...(run.failure
      ? {
          failure: {
            stage: run.failure.stage,
            code: run.failure.code,
            message: run.failure.message,
            advice: run.failure.advice,
          },
        }
      : {}),
  };
}
