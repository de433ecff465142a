import type { Metadata } from "next";
import { AdminPage } from "@/components/settings/admin-page";
import { NewBlueprint } from "@/components/settings/definitions/blueprint-editor";

export const metadata: Metadata = { title: "New blueprint" };

/** A new kind of thing. */
export default function NewBlueprintPage() {
  return (
    <AdminPage
      title="New blueprint"
      description="In the format that the API takes."
      breadcrumbs={[{ label: "Blueprints", href: "/settings/blueprints" }, { label: "New" }]}
    >
      <NewBlueprint />
    </AdminPage>
  );
}
