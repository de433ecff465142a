"use client";

import { AdminPage } from "@/components/settings/admin-page";
import { PriceTable } from "./price-table";
import { QuotaList } from "./quota-list";
import { RateCardList } from "./rate-card-list";
import { RunsPerTeam } from "./runs-per-team";

/** Everything by which requests are estimated, and how many of something there may be. */
export function Prices() {
  return (
    <AdminPage
      title="Prices & quotas"
      description="How requests are estimated before they run, how many of something a person or team may have, and how many runs a team has at a time."
      breadcrumbs={[{ label: "Settings" }, { label: "Prices & quotas" }]}
    >
      <div className="grid gap-6">
        <RateCardList />
        <QuotaList />
        <RunsPerTeam />
        <PriceTable />
      </div>
    </AdminPage>
  );
}
