"use client";

import { useQuery } from "@tanstack/react-query";
import { AdminPage } from "@/components/settings/admin-page";
import { QueryState } from "@/components/states/query-state";
import { NotFoundState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { TemplateInstances } from "./template-instances";
import { TemplateUpgrades } from "./template-upgrades";
import { TemplateVersions } from "./template-versions";

/** A template: its versions with their guides, what runs on them, and bringing that to another version. */
export function TemplatePage({ slug }: { slug: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.templates.standings.queryOptions());
  const template = query.data?.find((one) => one.slug === slug);
  return (
    <AdminPage
      title={template?.title ?? slug}
      description={template?.description}
      breadcrumbs={[
        { label: "Settings", href: "/settings/teams" },
        { label: "Templates", href: "/settings/templates" },
        { label: template?.title ?? slug },
      ]}
    >
      <QueryState query={query} what="the template">
        {() =>
          template ? (
            <div className="grid gap-5">
              {template.fault && (
                <p
                  role="alert"
                  className="border-danger-border bg-danger-subtle text-danger rounded-lg border px-4 py-3 break-words"
                >
                  {template.fault}
                </p>
              )}
              <SectionCard title="Versions" padded={false}>
                <TemplateVersions template={template} />
              </SectionCard>
              <SectionCard
                title="Instances"
                description="What this template has made. Choose those that are to go to another version."
                padded={false}
              >
                <TemplateInstances template={template} />
              </SectionCard>
              <TemplateUpgrades slug={slug} />
            </div>
          ) : (
            <NotFoundState />
          )
        }
      </QueryState>
    </AdminPage>
  );
}
