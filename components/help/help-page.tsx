"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { RowLink } from "@/components/data-table/row-link";
import { ListPage } from "@/components/shell/page";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Switch } from "@/components/ui/switch";
import { ActionFeedback } from "./action-feedback";
import { helpHref, helpWords } from "./help-words";

/** Requests for help: those to answer, and those that the person asked; and what was said of the actions that they answer for. */
export function HelpPage() {
  const [closed, setClosed] = useState(false);
  return (
    <ListPage
      title="Help requests"
      description="What people could not do by themselves, and what became of it."
      breadcrumbs={[{ label: "Help requests" }]}
    >
      <Field label="Show closed requests too" orientation="inline">
        <Switch checked={closed} onCheckedChange={setClosed} />
      </Field>
      <Requests
        of="owned"
        title="To answer"
        closed={closed}
        empty="Nobody waits for an answer of yours. Requests about actions that your team answers for arrive here."
      />
      <Requests
        of="mine"
        title="Asked by you"
        closed={closed}
        empty="You have asked nothing. Every form and every run has a button “Get help”."
      />
      <ActionFeedback />
    </ListPage>
  );
}

interface RequestsProps {
  of: "owned" | "mine";
  title: string;
  closed: boolean;
  empty: string;
}

function Requests({ of, title, closed, empty }: RequestsProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.insights.help.list.queryOptions({ of, status: closed ? "all" : "unclosed" }),
  );
  return (
    <section aria-label={title} className="grid gap-2">
      <h2 className="text-base font-semibold tracking-tight">{title}</h2>
      <DataTable
        label={title.toLowerCase()}
        columns={[
          {
            id: "about",
            header: "About",
            priority: 1,
            cell: (row) => (
              <RowLink href={helpHref(row.id)}>
                {row.context.actionTitle}
                {row.runId ? `, run ${row.runId}` : ""}
              </RowLink>
            ),
          },
          {
            id: "status",
            header: "Status",
            priority: 1,
            cell: (row) => <Badge tone={helpWords[row.status].tone}>{helpWords[row.status].label}</Badge>,
          },
          {
            id: "who",
            header: "Asked by",
            priority: 2,
            cell: (row) => (row.mine ? "You" : row.requesterName),
          },
          { id: "team", header: "Answered by", priority: 3, cell: (row) => row.team ?? "Administrators" },
          {
            id: "opened",
            header: "Asked",
            priority: 2,
            cell: (row) => <RelativeTime value={row.openedAt} />,
          },
        ]}
        rows={data}
        rowId={(row) => row.id}
        error={data ? null : error}
        onRetry={() => void refetch()}
        empty={
          <EmptyState title="Nothing here" size="inline">
            {empty}
          </EmptyState>
        }
      />
    </section>
  );
}
