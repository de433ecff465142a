"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing, Download } from "lucide-react";
import { DetailPage } from "@/components/shell/page";
import { useShell } from "@/components/shell/shell-context";
import { QueryState } from "@/components/states/query-state";
import { EmptyState, FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Progress } from "@/components/ui/progress";
import { toast } from "@/components/ui/toast";
import type { Audience } from "@/server/surveys/schema";
import { Results } from "./results";
import type { WaveView } from "./survey-types";
import { dayOf, surveyPath, turnout } from "./survey-words";

/** One wave: how it stands while it is open, and what it says when it is over. */
export function WavePage({ id }: { id: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.surveys.results.queryOptions({ id }));
  return (
    <QueryState query={query} what="the wave" size="page">
      {(results) => {
        const { wave, hidden } = results;
        return (
          <DetailPage
            title={`${wave.definition.title}, ${wave.title}`}
            meta={
              wave.status === "open" ? <Badge tone="info">Open</Badge> : <Badge tone="neutral">Closed</Badge>
            }
            breadcrumbs={[
              { label: "Insights", href: "/insights" },
              { label: "Surveys", href: "/insights/surveys" },
              { label: wave.definition.title, href: surveyPath(wave.survey) },
              { label: wave.title },
            ]}
            aside={<Facts wave={wave} />}
          >
            {wave.status === "open" && <Standing wave={wave} />}
            {hidden ? (
              <SectionCard title="Results">
                <EmptyState title={wave.status === "open" ? "Not while it is open" : "Nothing can be shown"}>
                  {hidden.why}
                  {hidden.have < hidden.need && (
                    <span className="mt-2 block">
                      {hidden.have} of the {hidden.need} that it takes have answered.
                    </span>
                  )}
                </EmptyState>
              </SectionCard>
            ) : (
              <>
                <div>
                  <a
                    className="text-primary-text inline-flex items-center gap-1.5 hover:underline"
                    href={`/v1/surveys/waves/${wave.id}/results-export`}
                    download
                  >
                    <Download aria-hidden className="size-4" /> All results as CSV
                  </a>
                </div>
                <Results results={results} />
              </>
            )}
          </DetailPage>
        );
      }}
    </QueryState>
  );
}

function Standing({ wave }: { wave: WaveView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { viewer } = useShell();
  const refresh = () => client.invalidateQueries(trpc.surveys.pathFilter());
  const remind = useMutation(
    trpc.surveys.remind.mutationOptions({
      onSuccess: async () => {
        toast.success("Those who have not answered are reminded");
        await refresh();
      },
    }),
  );
  const close = useMutation(trpc.surveys.close.mutationOptions({ onSuccess: refresh }));
  return (
    <SectionCard
      title="How it stands"
      actions={
        viewer.isAdmin && (
          <span className="flex gap-2">
            <Button loading={remind.isPending} onClick={() => remind.mutate({ id: wave.id })}>
              <BellRing aria-hidden /> Remind
            </Button>
            <ConfirmDialog
              trigger={<Button>Close now</Button>}
              title={`Close ${wave.title}?`}
              description="Nobody can answer any more, and the answers are counted once and for all. What stands on fewer than five people is deleted."
              confirmLabel="Close wave"
              tone="primary"
              onConfirm={() => close.mutateAsync({ id: wave.id })}
            />
          </span>
        )
      }
    >
      <div className="grid gap-2">
        <p className="tabular">{turnout(wave)}</p>
        <Progress label="Answered" value={wave.respondents} max={Math.max(1, wave.invited)} />
        {wave.nextAt && (
          <p className="text-muted-foreground text-xs">
            {wave.nextAt < wave.closesAt ? `Next reminder on ${dayOf(wave.nextAt)}. ` : ""}
            It closes by itself on {dayOf(wave.closesAt)}.
          </p>
        )}
        <FormError error={remind.error} />
      </div>
    </SectionCard>
  );
}

function Facts({ wave }: { wave: WaveView }) {
  return (
    <SectionCard title="Facts">
      <DescriptionList
        items={[
          { term: "Answers", value: turnout(wave) },
          { term: "Opened", value: dayOf(wave.openedAt) },
          { term: wave.closedAt ? "Closed" : "Closes", value: dayOf(wave.closedAt ?? wave.closesAt) },
          ...(wave.origin === "import"
            ? [{ term: "From", value: "An import" }]
            : [
                { term: "Asked", value: audienceWords(wave.audience) },
                { term: "Reminders", value: `${wave.reminded} sent` },
              ]),
        ]}
      />
    </SectionCard>
  );
}

function audienceWords({ who, share }: Audience): string {
  const people =
    who.kind === "everyone"
      ? "everyone"
      : who.kind === "teams"
        ? who.teams.join(", ")
        : who.role === "admin"
          ? "administrators"
          : "members";
  return share < 1 ? `${Math.round(share * 100)} % of ${people}` : people;
}
