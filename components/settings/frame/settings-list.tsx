"use client";

import type { LucideIcon } from "lucide-react";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { DataTableColumn } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { EmptyState } from "@/components/states/states";
import { Button } from "@/components/ui/button";
import { AdminPage } from "../admin-page";

interface SettingsListProps<Row> {
  title: string;
  description: string;
  /** What the list holds: "connections". */
  label: string;
  icon: LucideIcon;
  query: { data: readonly Row[] | undefined; error: unknown; refetch: () => unknown };
  columns: readonly DataTableColumn<Row>[];
  rowId: (row: Row) => string;
  /** What makes a new one: beside the title, or in the middle of the page while there is none. */
  create: ReactNode;
  /** Several ways to make one, none of which is the first choice. */
  severalWays?: boolean;
  /** Says why there is none, and what one would be good for. */
  empty: { title: string; children: ReactNode };
  /** What stands below the list. */
  children?: ReactNode;
}

/** A page of settings that is a list: of what it holds, how one is made, and what is said while there is none. */
export function SettingsList<Row>(props: SettingsListProps<Row>) {
  const { title, label, query, create, empty } = props;
  const beside = query.data && query.data.length > 0 && create;
  return (
    <AdminPage
      title={title}
      description={props.description}
      breadcrumbs={[{ label: "Settings" }, { label: title }]}
      {...(props.severalWays ? { secondaryActions: beside } : { action: beside })}
    >
      <div className="grid gap-6">
        <DataTable
          label={label}
          columns={props.columns}
          rows={query.data}
          rowId={props.rowId}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={
            <EmptyState icon={props.icon} title={empty.title} action={create}>
              {empty.children}
            </EmptyState>
          }
        />
        {props.children}
      </div>
    </AdminPage>
  );
}

/** The button of a page that makes one of what it lists. */
export function CreateButton({ children, onClick }: { children: ReactNode; onClick: () => void }) {
  return (
    <Button variant="primary" onClick={onClick}>
      <Plus aria-hidden /> {children}
    </Button>
  );
}
