"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { ListPage } from "@/components/shell/page";
import { useTRPC } from "@/components/trpc/provider";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Select } from "@/components/ui/select";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { BOARDS } from "./boards";
import { insightParams, RANGES } from "./insight-params";

const TABS = [
  ...BOARDS.map(({ id, title }) => ({ value: id, label: title, href: `/insights/${id}` })),
  { value: "costs", label: "Costs", href: "/insights/costs" },
  { value: "sources", label: "Data sources", href: "/insights/sources" },
];

interface InsightsPageProps {
  /** Which of the tabs it is. */
  current: string;
  title: string;
  description: string;
  /** Chooses the span and the team; off where a page has its own. */
  filters?: boolean;
  /** Beside the filters. */
  choices?: ReactNode;
  children: ReactNode;
}

/** A page of insights: its tabs, which keep what is chosen, and one span and team for everything on it. */
export function InsightsPage({
  current,
  title,
  description,
  filters = true,
  choices,
  children,
}: InsightsPageProps) {
  const [{ range, team }, set] = useQueryStates(insightParams, { history: "push" });
  const search = useSearchParams().toString();
  const trpc = useTRPC();
  const teams = useQuery({ ...trpc.identity.teams.list.queryOptions(), enabled: filters });
  return (
    <ListPage
      title={title}
      description={description}
      breadcrumbs={[{ label: "Insights", href: "/insights" }, { label: title }]}
      tabs={
        <LinkTabs
          label="Insights"
          current={current}
          tabs={TABS.map((tab) => ({ ...tab, href: search ? `${tab.href}?${search}` : tab.href }))}
        />
      }
    >
      {(filters || choices) && (
        <div className="flex flex-wrap items-center gap-2" role="group" aria-label="What the page is about">
          {filters && (
            <>
              <Select
                label="Span"
                className="sm:w-48"
                options={RANGES}
                value={range}
                onValueChange={(value) => set({ range: value })}
              />
              <Select
                label="Team"
                className="sm:w-48"
                options={[
                  { value: "", label: "The organisation" },
                  ...(teams.data ?? []).map(({ identifier, title: name }) => ({
                    value: identifier,
                    label: name,
                  })),
                ]}
                value={team}
                onValueChange={(value) => set({ team: value })}
              />
            </>
          )}
          {choices}
        </div>
      )}
      {children}
    </ListPage>
  );
}
