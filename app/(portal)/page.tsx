import type { Metadata } from "next";
import { Home } from "@/components/home/home";
import { homeRunsInput } from "@/components/home/home-queries";
import { ListPage } from "@/components/shell/page";
import { Hydrate, load, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Home" };

/** What waits for the person, what they did last, and the ways on. */
export default async function HomePage() {
  const [me] = await Promise.all([
    load(trpc.identity.me.queryOptions()),
    prefetch(
      trpc.approvals.count.queryOptions(),
      trpc.runs.list.queryOptions(homeRunsInput),
      trpc.actions.list.queryOptions({}),
      trpc.catalog.blueprints.list.queryOptions(),
    ),
  ]);
  const firstName = me?.name.split(/\s+/)[0];
  return (
    <ListPage
      title={firstName ? `Welcome, ${firstName}` : "Welcome"}
      description="Golden paths of your platform, one form away."
      breadcrumbs={[{ label: "Home" }]}
    >
      <Hydrate>
        <Home />
      </Hydrate>
    </ListPage>
  );
}
