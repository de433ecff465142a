import type { Metadata } from "next";
import { Secrets } from "@/components/settings/secrets/secrets";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Secrets" };

/** Secrets of the organisation, by name, and the key of encrypted inputs. */
export default async function SecretsPage() {
  await prefetch(trpc.secrets.list.queryOptions());
  return (
    <Hydrate>
      <Secrets />
    </Hydrate>
  );
}
