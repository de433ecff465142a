import type { InboundMessage } from "@/server/pipelines/core/inbound/message";

/** What must be known of a run to tell whether news are of it. */
export interface ToldRun {
  externalRunId: string | null;
  payload: Record<string, unknown> | null;
}

/**
 * Whether news are of a run: of its kind, from the place that it was sent to, and with no other id than it has. Who may name a
 * workflow's runs could otherwise end the runs of others.
 */
export function isOfRun(message: InboundMessage, { externalRunId, payload }: ToldRun): boolean {
  if (!payload || payload.type !== message.kind) return false;
  if (externalRunId !== null && externalRunId !== message.externalId) return false;
  const [owner, name] =
    message.kind === "GITHUB" ? [payload.org, payload.repo] : [payload.groupName, payload.projectName];
  return `${String(owner)}/${String(name)}`.toLowerCase() === message.place.toLowerCase();
}
