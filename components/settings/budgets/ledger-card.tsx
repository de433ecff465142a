"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { amountWords } from "@/components/cost/amounts";
import { readFailure } from "@/components/states/domain-error";
import { QueryState } from "@/components/states/query-state";
import { useTRPC, useTRPCClient } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { LedgerKind } from "@/server/cost/schema";
import type { LedgerEntry } from "./budget-types";

const KINDS: Record<LedgerKind, string> = {
  reserve: "Held",
  commit: "Committed",
  release: "Given back",
  actual: "Billed",
  adjust: "Put right",
};
const PAGE = 50;

/** The ledger of a budget, newest first, by kind and as a file. */
export function LedgerCard({ id, title, currency }: { id: string; title: string; currency: string }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [kind, setKind] = useState<LedgerKind | "">("");
  const [isSaving, setSaving] = useState(false);
  const filter = kind === "" ? {} : { kinds: [kind] };
  const query = useInfiniteQuery(
    trpc.budgets.ledger.infiniteQueryOptions(
      { id, ...filter, limit: PAGE },
      { getNextPageParam: (page) => page.next ?? undefined, initialCursor: undefined },
    ),
  );
  const save = async () => {
    setSaving(true);
    try {
      saveFile(`${title} ledger.csv`, await client.budgets.ledgerCsv.query({ id, ...filter }));
    } catch (error) {
      toast.error(readFailure(error).message);
    } finally {
      setSaving(false);
    }
  };
  return (
    <SectionCard
      title="Ledger"
      description="Each change of what is held, committed and billed. Entries are only added."
      padded={false}
      actions={
        <>
          <Select
            label="Kind"
            value={kind}
            onValueChange={setKind}
            options={[
              { value: "" as const, label: "All kinds" },
              // By the words, and not by the schema, whose code has no place in the page.
              ...(Object.keys(KINDS) as LedgerKind[]).map((value) => ({ value, label: KINDS[value] })),
            ]}
          />
          <Button size="sm" loading={isSaving} onClick={() => void save()}>
            <Download aria-hidden /> CSV
          </Button>
        </>
      }
    >
      <QueryState
        query={query}
        what="the ledger"
        isEmpty={(data) => data.pages.every((page) => page.entries.length === 0)}
        empty={
          <p className="text-muted-foreground px-4 py-3">
            No entries{kind === "" ? " yet" : " of this kind"}.
          </p>
        }
      >
        {(data) => (
          <>
            <ul aria-label="Entries" className="divide-y">
              {data.pages.flatMap((page) =>
                page.entries.map((entry) => <Entry key={entry.id} entry={entry} currency={currency} />),
              )}
            </ul>
            {query.hasNextPage && (
              <div className="border-t px-4 py-2">
                <Button
                  size="sm"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  Show more
                </Button>
              </div>
            )}
          </>
        )}
      </QueryState>
    </SectionCard>
  );
}

function Entry({ entry, currency }: { entry: LedgerEntry; currency: string }) {
  const changes = (["reserved", "committed", "actual"] as const).filter((part) => Number(entry[part]) !== 0);
  const names = { reserved: "held", committed: "committed", actual: "billed" };
  return (
    <li className="grid gap-x-4 gap-y-0.5 px-4 py-2 sm:grid-cols-[8rem_minmax(0,1fr)_auto]">
      <span className="font-medium">{KINDS[entry.kind]}</span>
      <span className="min-w-0 break-words">
        {entry.reason}
        {entry.entity && <span className="text-muted-foreground"> · {entry.entity}</span>}
        <span className="text-muted-foreground block text-xs">
          <RelativeTime value={entry.at} /> by {entry.actorName}
          {entry.runId && (
            <>
              {" · "}
              <Link href={`/runs/${entry.runId}`} className="font-mono underline-offset-4 hover:underline">
                {entry.runId}
              </Link>
            </>
          )}
        </span>
      </span>
      <span className="tabular sm:text-right">
        {changes.length === 0 && "No change"}
        {changes.map((part) => (
          <span key={part} className="block">
            {Number(entry[part]) > 0 ? "+" : ""}
            {amountWords(entry[part], currency)}{" "}
            <span className="text-muted-foreground text-xs">{names[part]}</span>
          </span>
        ))}
      </span>
    </li>
  );
}

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
