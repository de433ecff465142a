import type { TerraformInvocation } from "@/server/pipelines/schema";
import type { ActionSnapshot } from "@/server/runs/schema";

/** What a run of the Terraform backend is asked to do. Throws for a run of another backend: its stages never get here. */
export function terraformOf({ invocation }: Pick<ActionSnapshot, "invocation">): TerraformInvocation {
  if (invocation.type !== "TERRAFORM")
    throw new Error(`A step of Terraform was asked for a run of ${invocation.type}.`);
  return invocation;
}
