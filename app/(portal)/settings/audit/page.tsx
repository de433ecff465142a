import type { Metadata } from "next";
import type { SearchParams } from "@/components/url-state/parsers";
import { AdminPage } from "@/components/settings/admin-page";
import { AuditLog } from "@/components/settings/audit/audit-log";
import { auditInput } from "@/components/settings/audit/audit-params";
import { ExportAudit } from "@/components/settings/audit/export-audit";
import { VerifyChain } from "@/components/settings/audit/verify-chain";
import { Hydrate, prefetch, prefetchPages, trpc } from "@/server/api/rsc";
import { loadAuditParams } from "./search-params";

export const metadata: Metadata = { title: "Audit log" };

/** Who did what, and what it changed. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await loadAuditParams(searchParams);
  await Promise.all([
    prefetch(trpc.identity.users.list.queryOptions()),
    prefetchPages(
      trpc.audit.list.infiniteQueryOptions(auditInput(params), {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
      }),
    ),
  ]);
  return (
    <AdminPage
      title="Audit log"
      description="Every change, decision and sign-in, in a chain that shows tampering."
      breadcrumbs={[{ label: "Settings" }, { label: "Audit log" }]}
      secondaryActions={
        <>
          <ExportAudit />
          <VerifyChain />
        </>
      }
    >
      <Hydrate>
        <AuditLog />
      </Hydrate>
    </AdminPage>
  );
}
