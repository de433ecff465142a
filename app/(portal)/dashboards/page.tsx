import type { Metadata } from "next";
import { PageList } from "@/components/dashboards/pages/page-list";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Dashboards" };

/** All pages of widgets. */
export default async function DashboardsPage() {
  await prefetch(trpc.dashboards.list.queryOptions());
  return (
    <Hydrate>
      <PageList />
    </Hydrate>
  );
}
