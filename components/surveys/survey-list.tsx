"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { DataTable } from "@/components/data-table/data-table";
import { RowLink } from "@/components/data-table/row-link";
import { InsightsPage } from "@/components/insights/insights-page";
import { useShell } from "@/components/shell/shell-context";
import { EmptyState, FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { dayOf, standingOf, surveyPath, turnout } from "./survey-words";

/** Surveys and how they stand; on top those that wait for whoever looks. */
export function SurveyList() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const { data, error, refetch } = useQuery(trpc.surveys.list.queryOptions());
  return (
    <InsightsPage
      current="surveys"
      title="Surveys"
      description="What people say themselves: sent in waves, answered without a name, shown of five people and more."
      filters={false}
      action={
        viewer.isAdmin ? (
          <ButtonLink href="/insights/surveys/new/edit" variant="primary">
            New survey
          </ButtonLink>
        ) : undefined
      }
    >
      <Waiting />
      <DataTable
        label="surveys"
        columns={[
          {
            id: "title",
            header: "Survey",
            priority: 1,
            cell: (row) => <RowLink href={surveyPath(row.identifier)}>{row.definition.title}</RowLink>,
          },
          {
            id: "standing",
            header: "State",
            priority: 2,
            cell: (row) => {
              const { label, tone } = standingOf(row);
              return <Badge tone={tone}>{label}</Badge>;
            },
          },
          {
            id: "questions",
            header: "Questions",
            align: "right",
            priority: 3,
            cell: (row) => formatCount(row.definition.questions.length),
          },
          {
            id: "latest",
            header: "Latest wave",
            priority: 2,
            cell: (row) => (row.latest ? `${row.latest.title}: ${turnout(row.latest)}` : "Never sent"),
          },
          {
            id: "next",
            header: "Next wave",
            priority: 3,
            cell: (row) => (row.nextWaveAt ? dayOf(row.nextWaveAt) : "By hand"),
          },
        ]}
        rows={data}
        rowId={(row) => row.identifier}
        error={data ? null : error}
        onRetry={() => void refetch()}
        empty={<EmptyState title="No surveys yet">An administrator can make one.</EmptyState>}
      />
    </InsightsPage>
  );
}

/** Surveys that ask whoever is signed in, with the way to answer. */
function Waiting() {
  const trpc = useTRPC();
  const router = useRouter();
  const { data } = useQuery(trpc.surveys.mine.queryOptions());
  const open = useMutation(
    trpc.surveys.linkForMe.mutationOptions({ onSuccess: ({ token }) => router.push(`/s/${token}`) }),
  );
  const waiting = (data ?? []).filter(({ answered }) => !answered);
  if (!waiting.length) return null;
  return (
    <SectionCard title="Waiting for your answer" description="Nobody sees who has answered what.">
      <ul className="grid gap-3">
        {waiting.map(({ wave, title, closesAt }) => (
          <li key={wave} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              <span className="font-medium">{title}</span>
              <span className="text-muted-foreground"> · until {dayOf(closesAt)}</span>
            </span>
            <Button
              variant="primary"
              aria-label={`Answer ${title}`}
              loading={open.isPending && open.variables.id === wave}
              onClick={() => open.mutate({ id: wave })}
            >
              Answer
            </Button>
          </li>
        ))}
      </ul>
      <FormError error={open.error} />
    </SectionCard>
  );
}
