import type { Metadata } from "next";
import { ApprovalsInbox } from "@/components/approvals/inbox";
import { ButtonLink } from "@/components/ui/button";
import { ListPage } from "@/components/shell/page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Approvals" };

export default async function ApprovalsPage() {
  await prefetch(trpc.approvals.inbox.queryOptions());
  return (
    <ListPage
      title="Approvals"
      description="Each request is decided on its plan, and exactly that plan is applied."
      breadcrumbs={[{ label: "Approvals" }]}
      secondaryActions={<ButtonLink href="/approvals/deputies">Deputies</ButtonLink>}
    >
      <Hydrate>
        <ApprovalsInbox />
      </Hydrate>
    </ListPage>
  );
}
