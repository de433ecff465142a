import type { Metadata } from "next";
import { RunList } from "@/components/runs/run-list";
import { ListPage } from "@/components/shell/page";
import { Hydrate } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Runs" };

export default function RunsPage() {
  return (
    <ListPage
      title="Runs"
      description="What was asked for, by whom, and how it went."
      breadcrumbs={[{ label: "Runs" }]}
    >
      <Hydrate>
        <RunList />
      </Hydrate>
    </ListPage>
  );
}
