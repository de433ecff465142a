"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { AdminPage } from "@/components/settings/admin-page";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { toast } from "@/components/ui/toast";
import { parseAsStringLiteral } from "@/components/url-state/parsers";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { AllocationForm } from "./allocation-form";
import { AllocationHistory } from "./allocation-history";
import { UnitsSettings } from "./units-settings";

const TABS = [
  { value: "allocation", label: "Whose costs they are", href: "/settings/costs" },
  { value: "units", label: "Units and baseline", href: "/settings/costs?tab=units" },
  { value: "changes", label: "Changes", href: "/settings/costs?tab=changes" },
] as const;

/** How costs find who causes them, and what they are measured by. */
export function AllocationPage() {
  const trpc = useTRPC();
  const [{ tab }] = useQueryStates({
    tab: parseAsStringLiteral(TABS.map(({ value }) => value)).withDefault("allocation"),
  });
  const again = useMutation(
    trpc.costs.allocation.again.mutationOptions({
      onSuccess: () => toast.success("All costs are being given anew"),
    }),
  );
  return (
    <AdminPage
      title="Cost allocation"
      description="How what providers bill is given to whoever caused it. Each part is taken from the first that says it."
      breadcrumbs={[{ label: "Settings" }, { label: "Cost allocation" }]}
      secondaryActions={
        <Button onClick={() => again.mutate()} loading={again.isPending}>
          Give all anew
        </Button>
      }
    >
      <div className="grid gap-4">
        <LinkTabs tabs={TABS} current={tab} label="Cost allocation" />
        {tab === "allocation" && <Allocation />}
        {tab === "units" && <UnitsSettings />}
        {tab === "changes" && <AllocationHistory />}
      </div>
    </AdminPage>
  );
}

function Allocation() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.costs.allocation.get.queryOptions());
  return (
    <QueryState query={query} what="the allocation">
      {({ revision, settings }) => (
        <AllocationForm
          key={revision}
          revision={revision}
          settings={settings}
          onSaved={() => queryClient.invalidateQueries(trpc.costs.allocation.pathFilter())}
        />
      )}
    </QueryState>
  );
}
