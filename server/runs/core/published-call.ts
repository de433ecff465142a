import { isTrue } from "@/server/pipelines/core/invocations";
import type { RemoteInvocation } from "@/server/pipelines/schema";

/** What an agent is told to do, in the published form of a run's `payload`. */
export function publishedCall(invocation: RemoteInvocation, runId: string): Record<string, unknown> {
  switch (invocation.type) {
    case "WEBHOOK":
      return {
        type: invocation.type,
        url: invocation.url,
        agent: isTrue(invocation.agent),
        synchronized: isTrue(invocation.synchronized),
        method: invocation.method ?? "POST",
        headers: invocation.headers ?? {},
        body: invocation.body ?? { port_context: { runId } },
      };
    case "INTEGRATION_ACTION":
      return {
        type: invocation.type,
        installationId: invocation.installationId,
        integrationActionType: invocation.integrationActionType,
        integrationActionExecutionProperties: invocation.integrationActionExecutionProperties,
      };
    default:
      throw new Error(`Calls of ${invocation.type} are not fetched by agents.`);
  }
}
