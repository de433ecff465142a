"use client";

import type { inferRouterOutputs } from "@trpc/server";
import { bucketLabel } from "@/components/charts/format-value";
import { PartialState } from "@/components/states/states";
import { SectionCard } from "@/components/ui/card";
import { formatCount, formatMoney } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import type { AppRouter } from "@/server/api/root";
import { groupName } from "@/server/cost/core/billing/group-names";

type Preview = inferRouterOutputs<AppRouter>["costs"]["allocation"]["preview"];
type CurrencyPreview = Preview["currencies"][number];

const METHOD_LABELS: Record<CurrencyPreview["methods"][number]["id"], string> = {
  tag: "Tags",
  account: "Accounts",
  entity: "Entities",
  rule: "Rules",
  default: "Everything else",
  pool: "Pools",
  nothing: "Unallocated",
};

interface PreviewPanelProps {
  preview: Preview | undefined;
  isPending: boolean;
  /** What keeps it from being computed. */
  fault: string | null;
}

/** What saving would change, over the last billed month: before and after, as it is typed. */
export function PreviewPanel({ preview, isPending, fault }: PreviewPanelProps) {
  return (
    <SectionCard
      title="What would change"
      description={
        preview?.month
          ? `Of the lines of ${bucketLabel(`${preview.month}-01`, "month")}`
          : "Nothing is saved yet"
      }
    >
      <div className="grid gap-4" aria-live="polite" aria-busy={isPending}>
        {fault && <PartialState>{fault}</PartialState>}
        {!preview && !fault && <Skeleton className="h-40" />}
        {preview?.month === null && <p>Nothing is billed yet, so there is nothing to compare.</p>}
        {preview?.month && (
          <p>
            {preview.changed === 0
              ? "No cost would be given otherwise."
              : `${formatCount(preview.changed)} of ${formatCount(preview.origins)} origins of costs would be given otherwise.`}
          </p>
        )}
        {preview?.currencies.map((one) => (
          <div key={one.currency} className="grid gap-4">
            <ChangeTable
              label={`By what says it, ${one.currency}`}
              head="Given by"
              currency={one.currency}
              total={Number(one.total)}
              rows={one.methods
                .filter(({ before, after }) => before !== "0" || after !== "0")
                .map((row) => ({ ...row, name: METHOD_LABELS[row.id] }))}
            />
            <ChangeTable
              label={`By team, ${one.currency}`}
              head="Team"
              currency={one.currency}
              total={null}
              rows={one.teams
                .filter(({ before, after }) => before !== after)
                .slice(0, 12)
                .map((row) => ({ ...row, name: groupName(row) }))}
            />
          </div>
        ))}
      </div>
    </SectionCard>
  );
}

interface ChangeTableProps {
  label: string;
  head: string;
  currency: string;
  /** Of which shares are shown; null: amounts. */
  total: number | null;
  rows: { id: string; name: string; before: string; after: string }[];
}

function ChangeTable({ label, head, currency, total, rows }: ChangeTableProps) {
  if (!rows.length) return null;
  const text = (value: string) =>
    total === null
      ? formatMoney(Number(value), currency)
      : total === 0
        ? "–"
        : `${((Number(value) / total) * 100).toFixed(1)}%`;
  return (
    <table className="tabular w-full text-sm">
      <caption className="text-muted-foreground pb-1 text-left text-xs">{label}</caption>
      <thead>
        <tr className="text-muted-foreground border-b text-left text-xs">
          <th scope="col" className="py-1 pr-2 font-medium">
            {head}
          </th>
          <th scope="col" className="py-1 pr-2 text-right font-medium">
            Now
          </th>
          <th scope="col" className="py-1 text-right font-medium">
            Then
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="border-b last:border-0">
            <th scope="row" className="py-1 pr-2 text-left font-normal [overflow-wrap:anywhere]">
              {row.name}
            </th>
            <td className="py-1 pr-2 text-right">{text(row.before)}</td>
            <td className={`py-1 text-right ${row.before === row.after ? "" : "font-medium"}`}>
              {text(row.after)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
