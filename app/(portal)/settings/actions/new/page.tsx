import type { Metadata } from "next";
import { AdminOnly } from "@/components/settings/admin-only";
import { NewAction } from "@/components/settings/definitions/action-editor";
import { ListPage } from "@/components/shell/page";

export const metadata: Metadata = { title: "New action" };

/** A new golden path. */
export default function NewActionPage() {
  return (
    <ListPage
      title="New action"
      description="In the format that the API takes."
      breadcrumbs={[{ label: "Action forms", href: "/settings/actions" }, { label: "New" }]}
    >
      <AdminOnly>
        <NewAction />
      </AdminOnly>
    </ListPage>
  );
}
