import type { Metadata } from "next";
import { SettingsPage } from "@/components/shell/page";
import { MarkdownBody } from "@/components/ui/markdown-body";
import { MARKDOWN_CLASS } from "@/components/ui/markdown-class";
import { metricsMarkdown } from "@/server/metrics/service/docs";

export const metadata: Metadata = { title: "Metrics" };

/** How each metric is computed, from the registry itself: what is not in it has no page, and what is has one. */
export default function MetricsDocsPage() {
  return (
    <SettingsPage
      title="Metrics"
      description="How each figure is computed, from which events, and when it is withheld."
      breadcrumbs={[{ label: "Docs" }, { label: "Metrics" }]}
    >
      <div className={MARKDOWN_CLASS}>
        <MarkdownBody text={metricsMarkdown()} level={2} />
      </div>
    </SettingsPage>
  );
}
