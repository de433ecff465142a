"use client";

import { useQuery } from "@tanstack/react-query";
import { LayoutTemplate } from "lucide-react";
import type { DataTableColumn } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { RowLink } from "@/components/data-table/row-link";
import { AdminPage } from "@/components/settings/admin-page";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { formatCount } from "@/components/ui/format";
import type { TemplateItem } from "./template-types";

/** Every template that the portal has seen: its versions, what runs on them, and how much of that is behind. */
export function TemplateList() {
  const trpc = useTRPC();
  const query = useQuery(trpc.templates.standings.queryOptions());
  return (
    <AdminPage
      title="Templates"
      description="Golden paths with every version that the portal has seen. What a version made stays on it until it is upgraded."
      breadcrumbs={[{ label: "Settings", href: "/settings/teams" }, { label: "Templates" }]}
    >
      <DataTable
        label="templates"
        columns={COLUMNS}
        rows={query.data}
        rowId={(row) => row.slug}
        error={query.data ? undefined : query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={LayoutTemplate} title="No templates yet">
            Put a golden path into the templates folder: a module, its form and its guide. It is taken in when
            a worker starts.
          </EmptyState>
        }
      />
    </AdminPage>
  );
}

const COLUMNS: DataTableColumn<TemplateItem>[] = [
  {
    id: "title",
    header: "Template",
    priority: 1,
    cell: (row) => (
      <RowLink href={`/settings/templates/${encodeURIComponent(row.slug)}`}>{row.title}</RowLink>
    ),
  },
  {
    id: "version",
    header: "In its folder",
    width: "w-36",
    priority: 2,
    cell: (row) =>
      row.fault ? (
        <Badge tone="danger">Has a fault</Badge>
      ) : row.inFolder ? (
        <Badge mono>{row.inFolder}</Badge>
      ) : (
        "Gone"
      ),
  },
  {
    id: "versions",
    header: "Versions",
    align: "right",
    width: "w-24",
    priority: 3,
    cell: (row) => formatCount(row.versions.length),
  },
  {
    id: "instances",
    header: "Instances",
    align: "right",
    width: "w-24",
    priority: 2,
    cell: (row) => formatCount(row.instances),
  },
  {
    id: "behind",
    header: "Behind",
    align: "right",
    width: "w-24",
    priority: 2,
    cell: (row) =>
      row.behind > 0 ? <Badge tone="warning">{formatCount(row.behind)}</Badge> : formatCount(0),
  },
];
