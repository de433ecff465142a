"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { StatusBadge } from "@/components/ui/status-badge";
import { useQueryState } from "@/components/url-state/use-query-state";
import { parseAsString } from "@/components/url-state/parsers";
import type { UpgradeItem } from "./template-types";

const POLL_MS = 2_000;
const SET = {
  running: { label: "Under way", tone: "info" },
  done: { label: "Done", tone: "success" },
  stopped: { label: "Stopped", tone: "warning" },
} as const;

const totalOf = (set: UpgradeItem) => set.waiting + set.running + set.succeeded + set.failed + set.skipped;

/** The latest sets of upgrades, with how far each is; nothing where there was none. */
export function TemplateUpgrades({ slug }: { slug: string }) {
  const trpc = useTRPC();
  const [open, setOpen] = useQueryState("upgrade", parseAsString);
  const { data } = useQuery(
    trpc.templates.upgrades.list.queryOptions(
      { slug },
      {
        refetchInterval: ({ state }) =>
          state.data?.some(({ status }) => status === "running") ? POLL_MS : false,
      },
    ),
  );
  return (
    <>
      {data && data.length > 0 && (
        <SectionCard title="Upgrades" padded={false}>
          <ul className="divide-y">
            {data.map((set) => (
              <li key={set.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
                <button
                  type="button"
                  className="rounded-xs font-medium underline-offset-4 hover:underline"
                  onClick={() => void setOpen(set.id)}
                >
                  To {set.toVersion}
                </button>
                <Badge tone={SET[set.status].tone}>{SET[set.status].label}</Badge>
                <span className="text-muted-foreground text-xs">
                  {set.succeeded} of {totalOf(set)} succeeded
                  {set.failed > 0 && `, ${set.failed} failed`}
                  {set.skipped > 0 && `, ${set.skipped} skipped`} · {set.requestedByName},{" "}
                  <RelativeTime value={set.createdAt} />
                </span>
                <span className="ml-auto w-40">
                  <Progress
                    label={`Progress to ${set.toVersion}`}
                    value={totalOf(set) - set.waiting - set.running}
                    max={totalOf(set)}
                  />
                </span>
              </li>
            ))}
          </ul>
        </SectionCard>
      )}
      {open && <UpgradeSheet id={open} onClose={() => void setOpen(null)} />}
    </>
  );
}

function UpgradeSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = useQuery(
    trpc.templates.upgrades.get.queryOptions(
      { id },
      {
        refetchInterval: ({ state: { data } }) =>
          data?.status === "running" || data?.items.some(({ status }) => status === "running")
            ? POLL_MS
            : false,
      },
    ),
  );
  const stop = useMutation(
    trpc.templates.upgrades.stop.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.templates.pathFilter()),
    }),
  );
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent
        size="lg"
        title={query.data ? `${query.data.slug} to ${query.data.toVersion}` : "Upgrade"}
        description="Each instance is upgraded by a run of its own, with its plan and approvals."
        footer={
          query.data?.status === "running" ? (
            <Button loading={stop.isPending} onClick={() => stop.mutate({ id })}>
              Begin no more
            </Button>
          ) : undefined
        }
      >
        <QueryState query={query} what="the upgrade">
          {(set) => (
            <ul className="divide-y">
              {set.items.map((item) => (
                <li key={item.position} className="grid gap-0.5 py-2">
                  <span className="flex items-center justify-between gap-3">
                    <span className="min-w-0 truncate font-medium">{item.name}</span>
                    <StatusBadge status={item.status} variant="plain" />
                  </span>
                  <span className="text-muted-foreground text-xs break-words">
                    From {item.fromVersion ?? "an unknown version"}
                    {item.runId && (
                      <>
                        {" by "}
                        <Link
                          href={`/runs/${encodeURIComponent(item.runId)}`}
                          className="text-primary-text font-mono underline-offset-2 hover:underline"
                        >
                          {item.runId}
                        </Link>
                      </>
                    )}
                    {item.message && <span className="block">{item.message}</span>}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </QueryState>
        <FormError error={stop.error} />
      </SheetContent>
    </Sheet>
  );
}
