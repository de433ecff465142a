import type { Metadata } from "next";
import { LifetimeList } from "@/components/lifetimes/lifetime-list";
import { ListPage } from "@/components/shell/page";

export const metadata: Metadata = { title: "What ends by itself" };

/** What ends by itself: mine, my teams', or all that I may see. */
export default function LifetimesPage() {
  return (
    <ListPage
      title="What ends by itself"
      description="Made for a while, and destroyed at its end unless it is extended."
      breadcrumbs={[{ label: "Catalog", href: "/catalog" }, { label: "What ends by itself" }]}
    >
      <LifetimeList />
    </ListPage>
  );
}
