"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import dynamic from "next/dynamic";
import { OpenButton, RemoveButton, useOpenItem } from "@/components/settings/frame/item-controls";
import { SectionList } from "@/components/settings/frame/section-list";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { formatCount } from "@/components/ui/format";
import type { AppRouter } from "@/server/api/root";
import type { Quota } from "./quota-dialog";
import { limitWords, quotaWords } from "./quota-words";

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
  const { open, setOpen, close, saved } = useOpenItem<Quota | "new">(refresh);
  return (
    <>
      <SectionList
        title="Quotas"
        description="What is being made counts as well. A quota of one person or team goes before the one of each."
        what="quotas"
        query={query}
        itemId={(quota) => quota.id}
        create="New quota"
        onCreate={() => setOpen("new")}
        empty="None: there may be as many as people ask for."
      >
        {(quota) => (
          <>
            <div className="min-w-0 flex-1 basis-64 break-words">
              <OpenButton onClick={() => setOpen(quota)}>{quota.title}</OpenButton>
              <p className="text-muted-foreground text-xs">
                At most {formatCount(quota.most)} of {quotaWords(quota)}
              </p>
              <Uses
                quota={quota}
                uses={uses.data?.find((one) => one.quota === quota.id)}
                isKnown={uses.isSuccess}
              />
            </div>
            <RemoveButton
              name={quota.title}
              noun="quota"
              description="There may be as many as people ask for from then on."
              onConfirm={() => remove.mutateAsync({ id: quota.id })}
            />
          </>
        )}
      </SectionList>
      {open && (
        <QuotaDialog
          quota={open === "new" ? null : open}
          onClose={close}
          onSaved={(title) => saved(title, `The quota "${title}" was saved`)}
        />
      )}
    </>
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
