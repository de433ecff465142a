import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SettingsPage } from "@/components/shell/page";
import { MarkdownBody } from "@/components/ui/markdown-body";
import { MARKDOWN_CLASS } from "@/components/ui/markdown-class";

/** Pages that there are: a name from the URL never becomes a path. */
const PAGES: Record<string, { title: string; description: string }> = {
  actions: {
    title: "Action forms",
    description: "Inputs, layout, what is carried out, drafts and revisions.",
  },
  approvals: {
    title: "Approvals",
    description: "Stages and rules, deputies, emergencies, and how people are told.",
  },
  automations: {
    title: "Automations",
    description: "Events, conditions, schedules, loops, and what happened.",
  },
  backends: {
    title: "Backends",
    description:
      "Webhooks, workflows, pipelines, repositories, work by hand; signatures, inbound hooks, writing one.",
  },
  budgets: {
    title: "Costs and budgets",
    description: "Estimates, rate cards, budgets, the ledger, quotas.",
  },
  catalog: {
    title: "The catalog",
    description: "Modelling, computed values, searching, permissions, bundles.",
  },
  costs: {
    title: "What things cost",
    description: "Bills of providers, whose cost it is, pools, forecasts and odd days.",
  },
  dashboards: {
    title: "Dashboards",
    description: "Pages of widgets, filters, folders, permissions, JSON and the API.",
  },
  demo: {
    title: "The demo organisation",
    description: "Larkfield: its teams, its bad quarter, its dear days, and how it is removed.",
  },
  insights: {
    title: "Insights: sending events",
    description: "Events by API, webhook and file, how they are matched, teams over time.",
  },
  lifetimes: {
    title: "Lifetimes",
    description: "What ends by itself: in an action, its reminders, its end, extensions.",
  },
  policies: {
    title: "Policies",
    description: "Effects, the language, trials against past runs, overrides.",
  },
  production: {
    title: "Running Waymark in production",
    description: "Your PostgreSQL, your identity provider, several processes, backup.",
  },
  surveys: {
    title: "Surveys",
    description: "Writing and sending them, answering by link, what is kept and what is shown.",
  },
  templates: {
    title: "Templates and their versions",
    description: "Writing a golden path, versions, upgrades, recommending and deprecating.",
  },
  terraform: {
    title: "Terraform",
    description: "Modules, variable sets, workspaces, drift, the sandbox.",
  },
};

type Props = { params: Promise<{ page: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: PAGES[(await params).page]?.title ?? "Docs" };
}

export default async function DocsPage({ params }: Props) {
  const { page } = await params;
  const known = Object.hasOwn(PAGES, page) ? PAGES[page] : undefined;
  if (!known) notFound();
  const text = await readFile(path.join(process.cwd(), "app", "(portal)", "docs", `${page}.md`), "utf8");
  // The page has the title of the text as its h1, so the sections under it move up by one.
  const body = text.replace(/^# .*\n/, "").replace(/^#(#+ )/gm, "$1");
  return (
    <SettingsPage
      title={known.title}
      description={known.description}
      breadcrumbs={[{ label: "Docs" }, { label: known.title }]}
    >
      <div className={MARKDOWN_CLASS}>
        <MarkdownBody text={body} level={2} />
      </div>
    </SettingsPage>
  );
}
