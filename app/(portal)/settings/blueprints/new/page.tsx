import type { Metadata } from "next";
import { AdminOnly } from "@/components/settings/admin-only";
import { NewBlueprint } from "@/components/settings/definitions/blueprint-editor";
import { ListPage } from "@/components/shell/page";

export const metadata: Metadata = { title: "New blueprint" };

/** A new kind of thing. */
export default function NewBlueprintPage() {
  return (
    <ListPage
      title="New blueprint"
      description="In the format that the API takes."
      breadcrumbs={[{ label: "Blueprints", href: "/settings/blueprints" }, { label: "New" }]}
    >
      <AdminOnly>
        <NewBlueprint />
      </AdminOnly>
    </ListPage>
  );
}
