"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { FigureCard } from "@/components/charts/figure-card";
import { DataTable } from "@/components/data-table/data-table";
import { RowLink } from "@/components/data-table/row-link";
import { DetailPage } from "@/components/shell/page";
import { useShell } from "@/components/shell/shell-context";
import { QueryState } from "@/components/states/query-state";
import { EmptyState, FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Select } from "@/components/ui/select";
import { parseAsString } from "@/components/url-state/parsers";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { trendFigure } from "@/server/surveys/core/figures";
import { QUESTION_TYPES, SURVEY_STATUSES, type SurveyStatus } from "@/server/surveys/core/words";
import type { SurveyView } from "./survey-types";
import { dayOf, surveyPath, turnout, wavePath } from "./survey-words";

const SendDialog = dynamic(() => import("./send-dialog").then((module) => module.SendDialog), { ssr: false });
const ScheduleDialog = dynamic(() => import("./send-dialog").then((module) => module.ScheduleDialog), {
  ssr: false,
});

const STATUS_LABELS: Record<SurveyStatus, string> = {
  draft: "Draft",
  ready: "Ready to send",
  archived: "Archived",
};

export const surveyParams = { team: parseAsString.withDefault("") };

/** One survey: what it asks, its waves, and its course over them. */
export function SurveyPage({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const query = useQuery(trpc.surveys.get.queryOptions({ identifier }));
  const [dialog, setDialog] = useState<"send" | "schedule" | null>(null);
  return (
    <QueryState query={query} what="the survey" size="page">
      {(survey) => (
        <DetailPage
          title={survey.definition.title}
          description={survey.definition.description}
          breadcrumbs={[
            { label: "Insights", href: "/insights" },
            { label: "Surveys", href: "/insights/surveys" },
            { label: survey.definition.title },
          ]}
          {...(viewer.isAdmin && {
            action: (
              <Button
                variant="primary"
                disabled={survey.status !== "ready"}
                onClick={() => setDialog("send")}
              >
                Send
              </Button>
            ),
            secondaryActions: (
              <>
                <Button disabled={survey.status !== "ready"} onClick={() => setDialog("schedule")}>
                  Schedule
                </Button>
                <ButtonLink href={`${surveyPath(identifier)}/edit`}>Edit</ButtonLink>
              </>
            ),
          })}
          aside={<Aside survey={survey} />}
        >
          {dialog === "send" && <SendDialog survey={survey} onClose={() => setDialog(null)} />}
          {dialog === "schedule" && <ScheduleDialog survey={survey} onClose={() => setDialog(null)} />}
          <Waves identifier={identifier} />
          <Course identifier={identifier} />
          <SectionCard title="Questions">
            <ol className="grid list-decimal gap-2 pl-5">
              {survey.definition.questions.map(({ id, title, type }) => (
                <li key={id}>
                  {title}
                  <span className="text-muted-foreground block text-xs">{QUESTION_TYPES[type]}</span>
                </li>
              ))}
            </ol>
          </SectionCard>
        </DetailPage>
      )}
    </QueryState>
  );
}

function Aside({ survey }: { survey: SurveyView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { viewer } = useShell();
  const change = useMutation(
    trpc.surveys.setStatus.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.surveys.pathFilter()),
    }),
  );
  return (
    <SectionCard title="Standing">
      <div className="grid gap-3">
        {viewer.isAdmin ? (
          <Select
            label="State of the survey"
            value={survey.status}
            disabled={change.isPending}
            onValueChange={(status) => change.mutate({ identifier: survey.identifier, status })}
            options={SURVEY_STATUSES.map((value) => ({ value, label: STATUS_LABELS[value] }))}
          />
        ) : (
          <Badge>{STATUS_LABELS[survey.status]}</Badge>
        )}
        <FormError error={change.error} />
        <DescriptionList
          items={[
            { term: "Questions", value: String(survey.definition.questions.length) },
            { term: "Revision", value: survey.revision === 0 ? "As it comes" : String(survey.revision) },
            { term: "Next wave", value: survey.nextWaveAt ? dayOf(survey.nextWaveAt) : "By hand" },
          ]}
        />
      </div>
    </SectionCard>
  );
}

function Waves({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.surveys.waves.queryOptions({ identifier }));
  return (
    <DataTable
      label="waves"
      columns={[
        {
          id: "title",
          header: "Wave",
          priority: 1,
          cell: (row) => <RowLink href={wavePath(row.id)}>{row.title}</RowLink>,
        },
        {
          id: "status",
          header: "State",
          priority: 2,
          cell: (row) =>
            row.status === "open" ? <Badge tone="info">Open</Badge> : <Badge tone="neutral">Closed</Badge>,
        },
        { id: "turnout", header: "Answers", priority: 2, cell: (row) => turnout(row) },
        { id: "opened", header: "Opened", priority: 3, cell: (row) => dayOf(row.openedAt) },
        { id: "closed", header: "Until", priority: 2, cell: (row) => dayOf(row.closedAt ?? row.closesAt) },
      ]}
      rows={data}
      rowId={(row) => row.id}
      error={data ? null : error}
      onRetry={() => void refetch()}
      empty={
        <EmptyState title="Never sent">
          Each sending is a wave: it asks people for some days, and is then counted.
        </EmptyState>
      }
    />
  );
}

function Course({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const [{ team }, set] = useQueryStates(surveyParams, { history: "push" });
  const teams = useQuery(trpc.identity.teams.list.queryOptions());
  const query = useQuery(trpc.surveys.trend.queryOptions({ identifier, team: team || null }));
  return (
    <QueryState query={query} what="the course">
      {({ waves, questions }) => {
        const figures = questions.flatMap(({ question, outcomes }) => {
          const figure = trendFigure(question, waves, outcomes);
          return figure ? [figure] : [];
        });
        if (!figures.length) return null;
        return (
          <section aria-label="Over the waves" className="grid gap-3">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <p className="text-base font-semibold tracking-tight">Over the waves</p>
              <Select
                label="Team"
                className="sm:w-48"
                value={team}
                onValueChange={(value) => set({ team: value })}
                options={[
                  { value: "", label: "The organisation" },
                  ...(teams.data ?? []).map(({ identifier: value, title }) => ({ value, label: title })),
                ]}
              />
            </div>
            <div className="grid items-start gap-4 xl:grid-cols-2">
              {figures.map((figure) => (
                <FigureCard key={figure.title} figure={figure} />
              ))}
            </div>
          </section>
        );
      }}
    </QueryState>
  );
}
