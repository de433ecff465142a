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

/** Whether a run elsewhere is over as soon as its backend has succeeded: its action maps nothing to the catalog. */
export function registersNothing({
  action,
  blueprint,
}: {
  action: OfAction;
  blueprint: string | null;
}): boolean {
  const invocation = remoteOf(action);
  if (!invocation || invocation.type === "UPSERT_ENTITY") return false;
  return !("mapping" in invocation && invocation.mapping) || blueprint === null;
}

/** Minutes until a backend that reports nothing counts as failed. */
const TIMEOUT_MINUTES = 60;

/** Minutes for which a call is made again that nobody takes, where it may be: an outage of the other side can last a night. */
const DELIVERY_MINUTES = 24 * 60;

const givenMinutes = (invocation: RemoteInvocation): number | undefined =>
  "timeoutMinutes" in invocation ? invocation.timeoutMinutes : undefined;

/** Minutes that the other side has for a run. */
export const timeoutMinutesOf = (invocation: RemoteInvocation): number =>
  givenMinutes(invocation) ?? TIMEOUT_MINUTES;

/** Minutes until the call of a run must have been taken: all that the action allows, or a day where it says nothing. */
export const deliveryMinutesOf = (invocation: RemoteInvocation, repeat: boolean): number =>
  givenMinutes(invocation) ?? (repeat ? DELIVERY_MINUTES : TIMEOUT_MINUTES);

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
