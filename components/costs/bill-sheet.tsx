"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { QueryState } from "@/components/states/query-state";
import { FormError, PartialState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { DescriptionList } from "@/components/ui/description-list";
import { formatBytes, formatCount, formatMoney } from "@/components/ui/format";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Badge } from "@/components/ui/badge";
import { toast } from "@/components/ui/toast";
import { type Bill, BILL_STATES, FORMAT_NAMES, isAtWork } from "./cost-types";

/** What was found in a bill, row by row where it cannot be read; and the decision whether it counts. */
export function BillSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery({
    ...trpc.costs.imports.get.queryOptions({ id }),
    // Until the worker has read it.
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? 1_000 : false),
  });
  const refresh = () => queryClient.invalidateQueries(trpc.costs.pathFilter());
  const confirm = useMutation(trpc.costs.imports.confirm.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(
    trpc.costs.imports.remove.mutationOptions({
      onSuccess: () => {
        toast.success("The bill was taken out");
        void refresh();
        onClose();
      },
    }),
  );
  const bill = query.data;
  const refused = bill?.report?.refused ?? 0;
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title={bill ? `${bill.source}: ${bill.fileName}` : "Bill"}
        footer={
          bill?.status === "checked" && (
            <>
              <Button onClick={() => remove.mutate({ id })} loading={remove.isPending}>
                Do not import
              </Button>
              {bill.report && bill.report.refused < bill.report.rows && (
                <Button
                  variant="primary"
                  loading={confirm.isPending}
                  onClick={() => confirm.mutate({ id, skipRefused: refused > 0 })}
                >
                  {refused > 0
                    ? `Import without ${formatCount(refused)} ${refused === 1 ? "row" : "rows"}`
                    : "Import it"}
                </Button>
              )}
            </>
          )
        }
      >
        <QueryState query={query} what="the bill">
          {(data) => (
            <div className="grid gap-5">
              <BillFacts bill={data} />
              {data.report && <BillReport report={data.report} />}
              <FormError error={confirm.error ?? remove.error} />
            </div>
          )}
        </QueryState>
      </SheetContent>
    </Sheet>
  );
}

function BillFacts({ bill }: { bill: Bill }) {
  const state = BILL_STATES[bill.status];
  return (
    <div className="grid gap-3">
      <p aria-live="polite">
        <Badge tone={state.tone}>{state.label}</Badge>
      </p>
      {bill.message && <p>{bill.message}</p>}
      <DescriptionList
        items={[
          { term: "Format", value: bill.report?.version ?? FORMAT_NAMES[bill.format] ?? bill.format },
          { term: "Size", value: formatBytes(bill.bytes) },
          { term: "Sent by", value: bill.createdByName },
          ...(bill.status === "imported"
            ? [{ term: "Lines that count", value: formatCount(bill.lines) }]
            : []),
        ]}
      />
    </div>
  );
}

function BillReport({ report }: { report: NonNullable<Bill["report"]> }) {
  return (
    <div className="grid gap-4">
      <DescriptionList
        items={[
          { term: "Rows", value: formatCount(report.rows) },
          { term: "Cannot be read", value: formatCount(report.refused) },
          { term: "Months", value: report.months.join(", ") || "None" },
          ...(report.replaces > 0
            ? [
                {
                  term: "Takes the place of",
                  value: `${formatCount(report.replaces)} lines of the same accounts and months`,
                },
              ]
            : []),
          ...report.sums.flatMap(({ currency, billed, effective }) => [
            { term: `Billed, ${currency}`, value: formatMoney(Number(billed), currency) },
            { term: `Effective, ${currency}`, value: formatMoney(Number(effective), currency) },
          ]),
          ...(report.unknownColumns.length
            ? [{ term: "Kept as they are", value: report.unknownColumns.join(", ") }]
            : []),
        ]}
      />
      {report.warnings.map((warning) => (
        <PartialState key={warning}>{warning}</PartialState>
      ))}
      {report.firstRefused.length > 0 && (
        <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Rows that cannot be read">
          <table className="tabular w-full text-xs">
            <thead>
              <tr className="text-muted-foreground border-b text-left">
                <th scope="col" className="py-1 pr-3 font-medium">
                  Row
                </th>
                <th scope="col" className="py-1 pr-3 font-medium">
                  Column
                </th>
                <th scope="col" className="py-1 pr-3 font-medium">
                  Value
                </th>
                <th scope="col" className="py-1 font-medium">
                  Why
                </th>
              </tr>
            </thead>
            <tbody>
              {report.firstRefused.map(({ row, column, value, reason }) => (
                <tr key={`${row} ${column}`} className="border-b last:border-0">
                  <td className="py-1 pr-3">{row}</td>
                  <td className="py-1 pr-3">{column}</td>
                  <td className="py-1 pr-3 font-mono [overflow-wrap:anywhere]">{value ?? "nothing"}</td>
                  <td className="py-1">{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
