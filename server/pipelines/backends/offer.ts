import { ANY_AGENT } from "../core/agents";
import type { CallTools, RemoteCall, RemoteNews } from "../remote";

/** Puts a call up for agents to fetch, and waits. In: the installation whose agent is to have it; left out: any agent. */
export async function offerTo(
  { callId }: Pick<RemoteCall, "callId">,
  tools: CallTools,
  installation: string = ANY_AGENT,
): Promise<RemoteNews> {
  await tools.offer(callId, installation);
  const whose = installation === ANY_AGENT ? "an agent" : `the agent of ${installation}`;
  return {
    state: "waiting",
    statusLabel: "Waits for an agent",
    log: [{ level: "info", text: `Waits for ${whose} to fetch it.` }],
  };
}
