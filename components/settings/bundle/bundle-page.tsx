"use client";

import dynamic from "next/dynamic";
import { AdminPage } from "@/components/settings/admin-page";
import { LinkTabs } from "@/components/ui/link-tabs";
import { useQueryState } from "@/components/url-state/use-query-state";
import { bundleParams } from "./bundle-params";

const ExportBundle = dynamic(() => import("./export-bundle").then((module) => module.ExportBundle));
const ImportBundle = dynamic(() => import("./import-bundle").then((module) => module.ImportBundle));

/** The whole model as one document: out of this portal, and into it. */
export function BundlePage() {
  const [tab] = useQueryState("tab", bundleParams.tab);
  return (
    <AdminPage
      title="Import & export"
      description="All definitions, and if you like all entities, as one document: for back-ups, for version control, and from one portal to the next."
      breadcrumbs={[{ label: "Settings" }, { label: "Import & export" }]}
      tabs={
        <LinkTabs
          label="Direction"
          current={tab}
          tabs={[
            { value: "export", label: "Export", href: "/settings/bundle" },
            { value: "import", label: "Import", href: "/settings/bundle?tab=import" },
          ]}
        />
      }
    >
      {tab === "export" ? <ExportBundle /> : <ImportBundle />}
    </AdminPage>
  );
}
