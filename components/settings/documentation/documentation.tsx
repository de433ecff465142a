"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { BookOpenCheck } from "lucide-react";
import Link from "next/link";
import type { DataTableColumn } from "@/components/data-table/columns";
import { SettingsList } from "@/components/settings/frame/settings-list";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/api/root";

type OfferedPage = inferRouterOutputs<AppRouter>["metrics"]["pages"]["list"][number];

const KINDS: Record<OfferedPage["kind"], { label: string; href: (identifier: string) => string }> = {
  action: { label: "Action", href: (identifier) => `/actions/${identifier}` },
  blueprint: { label: "Blueprint", href: (identifier) => `/catalog/${identifier}` },
  template: { label: "Template", href: (identifier) => `/settings/templates/${identifier}` },
};
const DAY_MS = 86_400_000;
/** As long as the metric of coverage takes a review for current. */
const CURRENT_DAYS = 180;

const isCurrent = ({ reviewedAt }: OfferedPage): boolean =>
  reviewedAt !== null && Date.now() - new Date(reviewedAt).getTime() < CURRENT_DAYS * DAY_MS;

/** The pages of what is offered, and who read each last: what needs a reader comes first. */
export function Documentation() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.metrics.pages.list.queryOptions());
  const review = useMutation(
    trpc.metrics.pages.review.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.metrics.pathFilter()),
      onError: (error) => toast.error(readFailure(error).message),
    }),
  );
  const columns: DataTableColumn<OfferedPage>[] = [
    {
      id: "title",
      header: "What",
      priority: 1,
      cell: (page) => (
        <Link
          href={KINDS[page.kind].href(page.identifier)}
          className="font-medium underline-offset-2 hover:underline"
        >
          {page.title}
        </Link>
      ),
    },
    { id: "kind", header: "Kind", cell: (page) => KINDS[page.kind].label },
    {
      id: "state",
      header: "Page",
      priority: 2,
      cell: (page) =>
        !page.written ? (
          <Badge tone="danger">None</Badge>
        ) : page.broken.length > 0 ? (
          <span className="grid justify-items-start gap-1">
            <Badge tone="danger">{page.broken.length === 1 ? "Broken link" : "Broken links"}</Badge>
            <span className="text-muted-foreground font-mono text-xs wrap-anywhere">
              {page.broken.slice(0, 3).join(", ")}
              {page.broken.length > 3 && ` and ${page.broken.length - 3} more`}
            </span>
          </span>
        ) : isCurrent(page) ? (
          <Badge tone="success">Reviewed</Badge>
        ) : (
          <Badge tone="warning">Needs a review</Badge>
        ),
    },
    {
      id: "reviewed",
      header: "Last review",
      cell: (page) =>
        page.reviewedAt ? (
          <span className="text-muted-foreground">
            <RelativeTime value={page.reviewedAt} /> by {page.reviewedBy}
          </span>
        ) : (
          <span className="text-muted-foreground">Never</span>
        ),
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (page) =>
        page.written && (
          <Button
            size="sm"
            aria-label={`Mark ${page.title} as reviewed`}
            loading={review.isPending && review.variables.identifier === page.identifier}
            onClick={() => review.mutate({ kind: page.kind, identifier: page.identifier })}
          >
            Mark as reviewed
          </Button>
        ),
    },
  ];
  return (
    <SettingsList
      title="Documentation"
      description={`Pages of published actions, blueprints and templates. A review counts for ${CURRENT_DAYS} days in the metric of coverage, while no link of the page is broken.`}
      label="pages"
      icon={BookOpenCheck}
      query={query}
      columns={columns}
      rowId={(page) => `${page.kind} ${page.identifier}`}
      create={null}
      empty={{
        title: "Nothing is offered yet",
        children: "Once an action, a blueprint or a template is published, its page is listed here.",
      }}
    />
  );
}
