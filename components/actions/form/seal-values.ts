import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import { clientSideKeys, isClientSide, textOf } from "@/server/actions/core/form/seal";

/**
 * The values as they leave the browser: what only the holder of a private key may read is encrypted here. The other
 * secrets are encrypted by the portal. Throws TypeError where the browser has no ciphers.
 */
export async function sealValues(
  userInputs: UserInputs,
  values: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const sealed = { ...values };
  const keys = clientSideKeys(userInputs).filter((key) => values[key] !== undefined && values[key] !== null);
  if (keys.length === 0) return sealed;
  const { sealForClient } = await import("@/components/properties/fields/seal");
  for (const key of keys) {
    const encryption = userInputs.properties[key]?.encryption;
    if (isClientSide(encryption)) sealed[key] = await sealForClient(encryption.key, textOf(values[key]));
  }
  return sealed;
}
