"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import dynamic from "next/dynamic";
import { useState } from "react";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/api/root";
import type { Quota } from "./quota-dialog";
import { limitWords } from "./quota-words";

type QuotaUses = inferRouterOutputs<AppRouter>["runs"]["quotaUses"][number];

const QuotaDialog = dynamic(() => import("./quota-dialog").then((module) => module.QuotaDialog), {
  ssr: false,
});

/** How many entities of a blueprint a person or a team may have at once, and who has how many. */
export function QuotaList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.cost.quotas.list.queryOptions());
  const uses = useQuery(trpc.runs.quotaUses.queryOptions());
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.cost.quotas.pathFilter()),
      queryClient.invalidateQueries(trpc.runs.quotaUses.queryFilter()),
    ]);
  const remove = useMutation(trpc.cost.quotas.delete.mutationOptions({ onSuccess: refresh }));
  const [open, setOpen] = useState<Quota | "new" | null>(null);
  return (
    <SectionCard
      title="Quotas"
      description="What is being made counts as well. A quota of one person or team goes before the one of each."
      padded={false}
      actions={
        <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen("new")}>
          New quota
        </Button>
      }
    >
      <QueryState
        query={query}
        what="quotas"
        isEmpty={(quotas) => quotas.length === 0}
        empty={
          <p className="text-muted-foreground px-4 py-3">None: there may be as many as people ask for.</p>
        }
      >
        {(quotas) => (
          <ul aria-label="Quotas" className="divide-y">
            {quotas.map((quota) => (
              <li key={quota.id} className="flex flex-wrap items-start justify-between gap-2 px-4 py-2">
                <div className="min-w-0 flex-1 basis-64 break-words">
                  <button
                    type="button"
                    aria-haspopup="dialog"
                    onClick={() => setOpen(quota)}
                    className="rounded-xs text-left font-medium underline-offset-4 hover:underline"
                  >
                    {quota.title}
                  </button>
                  <p className="text-muted-foreground text-xs">
                    At most {formatCount(quota.most)} of <span className="font-mono">{quota.blueprint}</span>{" "}
                    for {quota.subject ?? `each ${quota.per === "user" ? "person" : "team"}`}
                  </p>
                  <Uses
                    quota={quota}
                    uses={uses.data?.find((one) => one.quota === quota.id)}
                    isKnown={uses.isSuccess}
                  />
                </div>
                <ConfirmDialog
                  title={`Delete the quota "${quota.title}"?`}
                  description="There may be as many as people ask for from then on."
                  confirmLabel="Delete quota"
                  trigger={
                    <Button size="sm" variant="destructive-outline" aria-label={`Delete ${quota.title}`}>
                      Delete
                    </Button>
                  }
                  onConfirm={() => remove.mutateAsync({ id: quota.id })}
                />
              </li>
            ))}
          </ul>
        )}
      </QueryState>
      {open && (
        <QuotaDialog
          quota={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSaved={async (title) => {
            setOpen(null);
            await refresh();
            toast.success(`The quota "${title}" was saved`);
          }}
        />
      )}
    </SectionCard>
  );
}

/** Who has how many; whoever is at the limit is marked in words. */
function Uses({ quota, uses, isKnown }: { quota: Quota; uses: QuotaUses | undefined; isKnown: boolean }) {
  if (!isKnown) return null;
  if (!uses) return <p className="text-muted-foreground mt-1 text-xs">Nobody has any.</p>;
  return (
    <div className="mt-1.5 grid gap-1.5">
      {uses.atLimit > 0 && (
        <span>
          <Badge tone="warning">{limitWords(quota.per, uses.atLimit)}</Badge>
        </span>
      )}
      <ul aria-label={`Who uses ${quota.title}`} className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
        {uses.most.map(({ subject, used }) => (
          <li key={subject} className="min-w-0 break-all">
            {subject}{" "}
            <span className={used >= quota.most ? "text-warning tabular font-medium" : "tabular"}>
              {formatCount(used)} of {formatCount(quota.most)}
            </span>
          </li>
        ))}
        {uses.subjects > uses.most.length && (
          <li className="text-muted-foreground">
            and {formatCount(uses.subjects - uses.most.length)} more with as many or fewer
          </li>
        )}
      </ul>
    </div>
  );
}
