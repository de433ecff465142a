"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { DataTableColumn } from "@/components/data-table/columns";
import { OpenButton, RemoveButton } from "@/components/settings/frame/item-controls";
import { CreateButton, SettingsList } from "@/components/settings/frame/settings-list";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { formatCount, formatMoney } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Bill, BILL_STATES, isAtWork } from "./cost-types";

const SendBill = dynamic(() => import("./send-bill").then((module) => module.SendBill), { ssr: false });
const BillSheet = dynamic(() => import("./bill-sheet").then((module) => module.BillSheet), { ssr: false });

/** Files of providers, and what became of each. */
export function Bills() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery({
    ...trpc.costs.imports.list.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.some(isAtWork) ? 2_000 : false),
  });
  const refresh = () => queryClient.invalidateQueries(trpc.costs.pathFilter());
  const remove = useMutation(trpc.costs.imports.remove.mutationOptions({ onSuccess: refresh }));
  const [sending, setSending] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const columns: DataTableColumn<Bill>[] = [
    {
      id: "source",
      header: "Source",
      priority: 1,
      cell: (bill) => <OpenButton onClick={() => setOpen(bill.id)}>{bill.source}</OpenButton>,
    },
    { id: "file", header: "File", cell: (bill) => bill.fileName },
    {
      id: "status",
      header: "Status",
      priority: 2,
      cell: (bill) => <Badge tone={BILL_STATES[bill.status].tone}>{BILL_STATES[bill.status].label}</Badge>,
    },
    { id: "months", header: "Months", cell: (bill) => monthsOf(bill) },
    {
      id: "lines",
      header: "Lines that count",
      align: "right",
      cell: (bill) => (
        <span className="tabular">{bill.status === "imported" ? formatCount(bill.lines) : "–"}</span>
      ),
    },
    {
      id: "sum",
      header: "Billed",
      align: "right",
      cell: (bill) => (
        <span className="tabular">
          {bill.report?.sums
            .map(({ currency, billed }) => formatMoney(Number(billed), currency))
            .join(", ") || "–"}
        </span>
      ),
    },
    {
      id: "sent",
      header: "Sent",
      cell: (bill) => (
        <span className="text-muted-foreground">
          <RelativeTime value={bill.createdAt} /> by {bill.createdByName}
        </span>
      ),
      width: "w-48",
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (bill) =>
        isAtWork(bill) || bill.status === "removed" ? null : (
          <RemoveButton
            name={`${bill.source}, ${bill.fileName}`}
            verb="Remove"
            noun="bill"
            description={`${formatCount(bill.lines)} lines no longer count, and budgets follow. What it had taken the place of does not come back: send that again.`}
            onConfirm={() => remove.mutateAsync({ id: bill.id })}
          />
        ),
    },
  ];
  return (
    <SettingsList
      title="Bills"
      description="What providers billed: it trues up budgets and fills the pages of costs."
      label="bills"
      icon={ReceiptText}
      query={query}
      columns={columns}
      rowId={(bill) => bill.id}
      create={<CreateButton onClick={() => setSending(true)}>Send a bill</CreateButton>}
      empty={{
        title: "No bills yet",
        children:
          "Send what your provider billed, as FOCUS, a plain CSV or from OpenCost. Until then all figures are estimates. A machine sends it to POST /v1/costs/imports.",
      }}
    >
      {sending && (
        <SendBill
          onClose={() => setSending(false)}
          onSent={(id) => {
            setSending(false);
            setOpen(id);
            void refresh();
          }}
        />
      )}
      {open && <BillSheet id={open} onClose={() => setOpen(null)} />}
    </SettingsList>
  );
}

function monthsOf({ report }: Bill): string {
  const months = report?.months ?? [];
  if (months.length < 2) return months[0] ?? "–";
  return `${months[0]} to ${months.at(-1)}`;
}
