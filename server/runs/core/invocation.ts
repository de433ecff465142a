import { isRemote, type RemoteInvocation, type TerraformInvocation } from "@/server/pipelines/schema";
import type { ActionSnapshot } from "@/server/runs/schema";

type OfAction = Pick<ActionSnapshot, "invocation">;

/** What a run of the Terraform backend is asked to do. Throws for a run of another backend: its stages never get here. */
export function terraformOf({ invocation }: OfAction): TerraformInvocation {
  if (invocation.type !== "TERRAFORM")
    throw new Error(`A step of Terraform was asked for a run of ${invocation.type}.`);
  return invocation;
}

/** What a backend that works elsewhere is asked to do; null for a run of Terraform. */
export const remoteOf = ({ invocation }: OfAction): RemoteInvocation | null =>
  isRemote(invocation) ? invocation : null;

/** Minutes until a backend that reports nothing counts as failed. */
const TIMEOUT_MINUTES = 60;

export const timeoutMinutesOf = (invocation: RemoteInvocation): number =>
  ("timeoutMinutes" in invocation ? invocation.timeoutMinutes : undefined) ?? TIMEOUT_MINUTES;

/** The connection that a run works with: the one that was settled when its payload was frozen. */
export function connectionOf(run: {
  action: OfAction;
  payload: Record<string, unknown> | null;
}): string | undefined {
  const invocation = run.payload ?? remoteOf(run.action);
  return invocation && "connection" in invocation && typeof invocation.connection === "string"
    ? invocation.connection
    : undefined;
}
