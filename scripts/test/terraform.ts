import path from "node:path";
import { fetchOpentofu, opentofuVersion } from "@/scripts/start/opentofu";
import { findTerraform } from "@/scripts/start/terraform";

/**
 * Terraform or OpenTofu for the tests that really plan and apply: an installed one, else OpenTofu from its release page
 * into `.data/bin` of the checkout. The steps find it by TERRAFORM_BIN.
 *
 * @throws Error with one sentence and what to do, when there is none and none can be fetched
 */
export async function provideTerraform(
  root: string,
  environment: NodeJS.ProcessEnv,
  onProgress: (text: string) => void,
): Promise<void> {
  const dataDir = path.join(root, ".data");
  const { found } = await findTerraform(dataDir, environment);
  if (found) {
    environment.TERRAFORM_BIN = found.path;
    return;
  }
  onProgress(`Fetching OpenTofu ${opentofuVersion}`);
  try {
    const releases = environment.WAYMARK_OPENTOFU_RELEASES;
    environment.TERRAFORM_BIN = await fetchOpentofu({ dataDir, releases, onProgress });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The tests apply real plans and need Terraform or OpenTofu: install one, or name it with TERRAFORM_BIN. It could not be fetched: ${why}`,
      { cause: error },
    );
  }
}
