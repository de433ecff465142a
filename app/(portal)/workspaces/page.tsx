import type { Metadata } from "next";
import { ListPage } from "@/components/shell/page";
import { WorkspaceList } from "@/components/workspaces/workspace-list";
import { Hydrate } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Workspaces" };

/** What runs have made by Terraform, each with its state. */
export default function WorkspacesPage() {
  return (
    <ListPage
      title="Workspaces"
      description="What runs have made by Terraform: its state, its versions, and whether it has drifted."
      breadcrumbs={[{ label: "Workspaces" }]}
    >
      <Hydrate>
        <WorkspaceList />
      </Hydrate>
    </ListPage>
  );
}
