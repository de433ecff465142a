import type { RemoteBackend } from "../remote";
import type { RemoteInvocation } from "../schema";

/** A person does it. The run waits until one of those who may says on its page that it is done, or could not be. */
export const manual: RemoteBackend<Extract<RemoteInvocation, { type: "MANUAL" }>> = {
  kind: "MANUAL",
  can: { poll: false, cancel: true, repeat: true },
  async call({ invocation }) {
    const who = [...(invocation.teams ?? []), ...(invocation.users ?? [])];
    return {
      state: "waiting",
      statusLabel: "To be done by hand",
      log: [
        {
          level: "info",
          text: `Waits for ${who.length ? who.join(", ") : "an administrator"} to do it and to say so on this page.`,
        },
      ],
    };
  },
  /** Nobody has to be asked: who was to do it sees on the page that it was cancelled. */
  async cancel() {},
};
