import type { RemoteBackend } from "../remote";
import type { RemoteInvocation } from "../schema";
import { offerTo } from "./offer";

/** Work for the agent of an installed integration, which fetches it by the API, acknowledges it, and reports. */
export const integration: RemoteBackend<Extract<RemoteInvocation, { type: "INTEGRATION_ACTION" }>> = {
  kind: "INTEGRATION_ACTION",
  can: { poll: false, cancel: false, repeat: true },
  call: (call, tools) => offerTo(call, tools, call.invocation.installationId),
};
