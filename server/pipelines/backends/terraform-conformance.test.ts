import { conforms } from "./conformance";
import { conformingTerraform, terraformCounterpart, type TerraformCounterpart } from "./testing-terraform";

let open: TerraformCounterpart | null = null;

/** Credentials are the provider's to refuse, and it calls no HTTP API of its own: the state's is the portal's. */
conforms(
  conformingTerraform(() => {
    if (!open) throw new Error("No supervisor was started.");
    return open;
  }),
  async () => (open = await terraformCounterpart()),
  { http: false, credential: false },
  240_000,
);
