import type { Metadata } from "next";
import { AdminPage } from "@/components/settings/admin-page";
import { NewAction } from "@/components/settings/definitions/action-editor";

export const metadata: Metadata = { title: "New action" };

/** A new golden path. */
export default function NewActionPage() {
  return (
    <AdminPage
      title="New action"
      description="In the format that the API takes."
      breadcrumbs={[{ label: "Action forms", href: "/settings/actions" }, { label: "New" }]}
    >
      <NewAction />
    </AdminPage>
  );
}
