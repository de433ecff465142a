import { createHmac } from "node:crypto";
import { type RemoteBackend, RemoteRefused } from "../remote";
import type { RemoteInvocation } from "../schema";
import { assertTaken, contentOf, exchange } from "./exchange";

type AzureInvocation = Extract<RemoteInvocation, { type: "AZURE_DEVOPS" }>;

/**
 * Sends a payload to an incoming webhook of Azure DevOps, which starts the pipelines that listen to it. Azure does not say
 * which those are, so they report by themselves; and a second request would start them again.
 */
export const azureDevops: RemoteBackend<AzureInvocation> = {
  kind: "AZURE_DEVOPS",
  can: { poll: false, cancel: false, repeat: false },
  async call(call, tools) {
    const { invocation, connection } = call;
    const secret = (connection.SECRET ?? call.signingSecret)?.reveal();
    if (secret === undefined)
      throw new RemoteRefused(
        "An incoming webhook of Azure DevOps needs a secret to be signed with. An administrator can add a connection of the kind Azure DevOps under Settings, Connections.",
      );
    const base = (connection.URL?.reveal() ?? "https://dev.azure.com").replace(/\/+$/, "");
    const path = `/${encodeURIComponent(invocation.org)}/_apis/public/distributedtask/webhooks/${encodeURIComponent(invocation.webhook)}`;
    const body = JSON.stringify(invocation.payload ?? { port_context: { runId: call.runId } });
    // SHA-1 is what Azure DevOps checks; the header is the one that the service connection names.
    const signature = `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`;
    const about = { vendor: "Azure DevOps", aim: `take the webhook ${invocation.webhook}` };
    const response = await exchange(call, tools, about, `${base}${path}?api-version=6.0-preview`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "Waymark",
        "x-port-signature": signature,
        "x-hub-signature": signature,
      },
      body,
    });
    assertTaken(call, about, response);
    return { state: "waiting", response: contentOf(response) };
  },
};
