import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { Definitions } from "@/components/actions/admin/definitions";
import { AdminPage } from "@/components/settings/admin-page";
import { ButtonLink } from "@/components/ui/button";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Action forms" };

/** The golden paths that people may run. */
export default async function ActionDefinitionsPage() {
  await prefetch(trpc.actions.overview.queryOptions());
  return (
    <AdminPage
      title="Action forms"
      description="The golden paths: what they ask, what they run, who approves."
      breadcrumbs={[{ label: "Settings" }, { label: "Action forms" }]}
      action={
        <ButtonLink variant="primary" href="/settings/actions/new">
          <Plus aria-hidden /> New action
        </ButtonLink>
      }
    >
      <Hydrate>
        <Definitions />
      </Hydrate>
    </AdminPage>
  );
}
