import { audit, auditFailure } from "@/server/audit/service";
import { getUserByEmail } from "@/server/identity/service/people";
import { actorId, type Context } from "@/server/kernel/context";
import { Forbidden } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import type { ExecuteInput } from "../schema";
import { executeAction } from "./execute";
import { personaOf } from "./persona";

/**
 * Executes an action in the name of a person, with what that person may do. Clients with the role of an administrator only;
 * the run names both, and the client's part is audited. Throws Forbidden, NotFound for the person, and whatever executing
 * the action throws.
 */
export async function executeAs(
  ctx: Context,
  identifier: string,
  input: ExecuteInput,
  options: { email: string; idempotencyKey?: string | null },
): ReturnType<typeof executeAction> {
  checkPermission(ctx.actor, "actions.execute");
  try {
    if (ctx.actor.kind !== "client" || ctx.actor.role !== "admin")
      throw new Forbidden(
        "Only a client with the role of an administrator can request a run in somebody's name. Leave run_as out.",
      );
    const persona = await personaOf(ctx, options.email.toLowerCase());
    const { status } = await getUserByEmail(ctx, options.email.toLowerCase());
    if (status !== "active")
      throw new Forbidden(`${options.email} is disabled, so nothing can be requested in their name.`);
    const run = await executeAction(persona, identifier, input, {
      idempotencyKey: options.idempotencyKey,
      impersonatedBy: actorId(ctx.actor),
    });
    await transaction(ctx, (tx) =>
      audit(tx, {
        action: "RUN_AS",
        resourceType: "run",
        resourceId: run.id,
        runId: run.id,
        message: options.email,
      }),
    );
    return run;
  } catch (error) {
    if (error instanceof Forbidden)
      await auditFailure(ctx, {
        action: "RUN_AS",
        resourceType: "action",
        resourceId: identifier,
        message: `${options.email}: ${error.message}`,
      });
    throw error;
  }
}
