"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox as InboxIcon } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { inferRouterOutputs } from "@trpc/server";
import { QueryState } from "@/components/states/query-state";
import { SkeletonRows } from "@/components/states/loading";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { useShell } from "@/components/shell/shell-context";
import { LinkTabs } from "@/components/ui/link-tabs";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { AppRouter } from "@/server/api/root";
import { progressText } from "./stage-progress";
import { approvalParsers, type ApprovalTab } from "./inbox-params";

// The plan and the decision come after the list beside them.
const RequestDetail = dynamic(() => import("./request-detail").then((module) => module.RequestDetail));

type Inbox = inferRouterOutputs<AppRouter>["approvals"]["inbox"];
export type InboxItem = Inbox["toDecide"][number];

const EMPTY: Record<ApprovalTab, { title: string; text: string }> = {
  decide: {
    title: "Nothing waits for you",
    text: "When somebody requests something that you may approve, it appears here with its plan.",
  },
  requested: {
    title: "You have no open requests",
    text: "Requests of yours that need an approval appear here, with who can decide.",
  },
  all: { title: "No requests yet", text: "Every request of the portal appears here, for administrators." },
  decided: {
    title: "You have not decided on anything yet",
    text: "Requests that you approved or declined stay here, with what you said.",
  },
};

/** The approvals inbox: a list beside the request that is open, which the URL names. */
export function ApprovalsInbox() {
  const trpc = useTRPC();
  const [{ tab, run }, setParams] = useQueryStates(approvalParsers, { history: "push" });
  const { viewer } = useShell();
  const query = useQuery(trpc.approvals.inbox.queryOptions(undefined, { refetchInterval: 15_000 }));
  const all = useQuery(
    trpc.approvals.all.queryOptions(undefined, { enabled: viewer.isAdmin && tab === "all" }),
  );
  return (
    <>
      <QueryState query={query} what="approvals" skeleton={<SkeletonRows rows={5} />}>
        {(inbox) => {
          const lists: Record<ApprovalTab, InboxItem[]> = {
            decide: inbox.toDecide,
            requested: inbox.requested,
            decided: inbox.decided,
            all: (all.data ?? []).map((item) => ({ ...item, why: [] })),
          };
          const items = lists[tab];
          const selected = items.find((item) => item.runId === run) ?? (run ? null : (items[0] ?? null));
          return (
            <div className="grid gap-4">
              <LinkTabs
                label="Approvals"
                current={tab}
                tabs={[
                  { value: "decide", label: "To decide", href: "/approvals", count: inbox.toDecide.length },
                  {
                    value: "requested",
                    label: "Requested by me",
                    href: "/approvals?tab=requested",
                    count: inbox.requested.length,
                  },
                  { value: "decided", label: "Decided by me", href: "/approvals?tab=decided" },
                  ...(viewer.isAdmin
                    ? [{ value: "all", label: "All", href: "/approvals?tab=all" } as const]
                    : []),
                ]}
              />
              {items.length === 0 && !run ? (
                <Card>
                  <EmptyState icon={InboxIcon} title={EMPTY[tab].title}>
                    {EMPTY[tab].text}
                  </EmptyState>
                </Card>
              ) : (
                <div className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
                  <Card className="overflow-hidden lg:sticky lg:top-16">
                    <ul aria-label="Requests" className="max-h-[70dvh] divide-y overflow-y-auto">
                      {items.map((item) => (
                        <InboxRow
                          key={item.id}
                          item={item}
                          tab={tab}
                          selected={item.runId === selected?.runId}
                        />
                      ))}
                      {items.length === 0 && (
                        <li className="text-muted-foreground p-4">No request in this list.</li>
                      )}
                    </ul>
                  </Card>
                  {(selected?.runId ?? run) && (
                    <RequestDetail
                      key={selected?.runId ?? run}
                      runId={selected?.runId ?? run ?? ""}
                      onDecided={() => void setParams({ run: null })}
                    />
                  )}
                </div>
              )}
            </div>
          );
        }}
      </QueryState>
    </>
  );
}

/** Scrolls a list, and nothing around it, until one of its rows is in sight: a link may lead to the last of many. */
function showInList(row: HTMLElement): void {
  const list = row.parentElement;
  if (!list) return;
  const [inner, outer] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.top < outer.top) list.scrollTop += inner.top - outer.top;
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
}

function InboxRow({ item, tab, selected }: { item: InboxItem; tab: ApprovalTab; selected: boolean }) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected && row.current) showInList(row.current);
  }, [selected]);
  return (
    <li ref={row} className={cn("relative", selected && "bg-accent")}>
      {selected && <span aria-hidden className="bg-primary absolute inset-y-0 left-0 w-0.5" />}
      <Link
        href={`/approvals?${new URLSearchParams({ ...(tab === "decide" ? {} : { tab }), run: item.runId })}`}
        scroll={false}
        data-row-focus
        aria-current={selected ? "true" : undefined}
        className="hover:bg-accent/60 grid gap-1 px-4 py-2.5 focus-visible:-outline-offset-2"
      >
        <span className="flex items-start justify-between gap-2">
          <span className="min-w-0 font-medium break-words">{item.title}</span>
          {tab !== "decide" && <StatusBadge status={item.status} variant="plain" />}
        </span>
        {item.broken && (
          <StatusBadge tone="danger" icon="alert" variant="plain">
            Started without approval
          </StatusBadge>
        )}
        {item.status === "pending" && (
          <span className="text-xs">
            {progressText(item)}
            {item.brief && item.brief.destructive.length > 0 && (
              <span className="text-danger"> · destroys {item.brief.destructive.length}</span>
            )}
          </span>
        )}
        <span className="text-muted-foreground text-xs">
          {item.requester.name} · <RelativeTime value={item.createdAt} />
        </span>
      </Link>
    </li>
  );
}
