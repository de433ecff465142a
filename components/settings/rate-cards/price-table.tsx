"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import dynamic from "next/dynamic";
import type { DataTableColumn } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { OpenButton, RemoveButton, useOpenItem } from "@/components/settings/frame/item-controls";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import type { AppRouter } from "@/server/api/root";

export type ResourcePrice = inferRouterOutputs<AppRouter>["cost"]["prices"]["list"][number];

const PriceDialog = dynamic(() => import("./price-dialog").then((module) => module.PriceDialog), {
  ssr: false,
});

/** What resources of a plan cost a month: by type, or by one value of an attribute. */
export function PriceTable() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.cost.prices.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.cost.prices.pathFilter());
  const remove = useMutation(trpc.cost.prices.delete.mutationOptions({ onSuccess: refresh }));
  const { open, setOpen, close, saved } = useOpenItem<ResourcePrice | "new">(refresh);
  const columns: DataTableColumn<ResourcePrice>[] = [
    {
      id: "type",
      header: "Resource type",
      priority: 1,
      cell: (price) => (
        <OpenButton onClick={() => setOpen(price)} className="font-mono text-xs">
          {price.resourceType}
        </OpenButton>
      ),
    },
    {
      id: "where",
      header: "Where",
      cell: (price) =>
        price.attribute === null ? (
          <span className="text-muted-foreground">Whatever its values</span>
        ) : (
          <span className="font-mono text-xs">
            {price.attribute} = {price.value}
          </span>
        ),
    },
    {
      id: "monthly",
      header: "A month",
      align: "right",
      priority: 2,
      cell: (price) => (
        <span className="tabular">
          {price.monthly.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")} {price.currency}
          {price.perAttribute && <span className="text-muted-foreground"> × {price.perAttribute}</span>}
        </span>
      ),
    },
    {
      id: "note",
      header: "Note",
      priority: 3,
      cell: (price) => <span className="text-muted-foreground">{price.note}</span>,
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (price) => (
        <RemoveButton
          verb="Remove"
          name={`the price of ${price.resourceType}`}
          description="Plans that have it say from then on that it is not covered."
          onConfirm={() => remove.mutateAsync({ id: price.id })}
        />
      ),
    },
  ];
  return (
    <section aria-labelledby="price-table" className="grid gap-2">
      <div className="flex items-center justify-between gap-3">
        <div>
          <h2 id="price-table" className="font-semibold">
            Price table
          </h2>
          <p className="text-muted-foreground text-xs">
            By which plans are estimated where an action has no rate card. The price of a value goes before
            that of the type.
          </p>
        </div>
        <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen("new")}>
          Add price
        </Button>
      </div>
      <DataTable
        label="prices"
        columns={columns}
        rows={query.data}
        rowId={(price) => price.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<p className="text-muted-foreground p-4">No resource has a price.</p>}
      />
      {open && (
        <PriceDialog
          price={open === "new" ? null : open}
          onClose={close}
          onSaved={(type) => saved(type, `The price of ${type} was saved`)}
        />
      )}
    </section>
  );
}
