"use client";

import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { DemoNotice } from "@/components/demo/demo-notice";
import { ListPage } from "@/components/shell/page";
import { LinkTabs } from "@/components/ui/link-tabs";
import { InsightFilters } from "./insight-filters";

const TABS = [
  { value: "summary", label: "Summary", href: "/insights/summary" },
  { value: "core4", label: "DX Core 4", href: "/insights/core4" },
  { value: "delivery", label: "Delivery", href: "/insights/delivery" },
  { value: "adoption", label: "Adoption", href: "/insights/adoption" },
  { value: "security", label: "Security and reliability", href: "/insights/security" },
  { value: "teams", label: "Teams", href: "/insights/teams" },
  { value: "costs", label: "Costs", href: "/insights/costs" },
  { value: "surveys", label: "Surveys", href: "/insights/surveys" },
  { value: "sources", label: "Data sources", href: "/insights/sources" },
];

interface InsightsPageProps {
  /** Which of the tabs it is. */
  current: string;
  title: string;
  description: ReactNode;
  /** Chooses the span and the team; off where a page has its own. */
  filters?: boolean;
  /** Of a page that is about one team by its address: which, and how to go to another; "" is none. */
  team?: { value: string; onChange: (team: string) => void };
  /** Beside the filters. */
  choices?: ReactNode;
  /** The one primary action of the page. */
  action?: ReactNode;
  children: ReactNode;
}

/** A page of insights: its tabs, which keep what is chosen, and one span and team for everything on it. */
export function InsightsPage({
  current,
  title,
  description,
  filters = true,
  team: own,
  choices,
  action,
  children,
}: InsightsPageProps) {
  const params = new URLSearchParams(useSearchParams());
  params.delete("point");
  if (own?.value) params.set("team", own.value);
  const search = params.toString();
  return (
    <ListPage
      title={title}
      description={description}
      action={action}
      breadcrumbs={[{ label: "Insights", href: "/insights" }, { label: title }]}
      tabs={
        <LinkTabs
          label="Insights"
          current={current}
          tabs={TABS.map((tab) => ({ ...tab, href: search ? `${tab.href}?${search}` : tab.href }))}
        />
      }
    >
      <DemoNotice />
      {(filters || choices) && (
        <div
          className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap print:hidden"
          role="group"
          aria-label="What the page is about"
        >
          {filters && <InsightFilters team={own} />}
          {choices}
        </div>
      )}
      {children}
    </ListPage>
  );
}
