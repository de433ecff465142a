import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Outputs = inferRouterOutputs<AppRouter>["costs"];

export type Bill = Outputs["imports"]["list"][number];
export type CostOverview = Outputs["overview"];
export type CostOutlook = NonNullable<Outputs["outlook"]>;
export type UnitCostView = Outputs["units"]["cost"];
export type SavingsView = Outputs["savings"];
export type Baseline = NonNullable<Outputs["baseline"]["get"]>;
export type AllocationSettings = Outputs["allocation"]["get"]["settings"];

/** How a bill stands, in a word and a tone. */
export const BILL_STATES: Record<
  Bill["status"],
  { label: string; tone: "neutral" | "success" | "warning" | "danger" | "info" }
> = {
  checking: { label: "Being read", tone: "info" },
  checked: { label: "To be confirmed", tone: "warning" },
  importing: { label: "Being imported", tone: "info" },
  imported: { label: "Counts", tone: "success" },
  refused: { label: "Cannot be read", tone: "danger" },
  failed: { label: "Failed", tone: "danger" },
  removed: { label: "Taken out", tone: "neutral" },
};

export const isAtWork = ({ status }: Pick<Bill, "status">): boolean =>
  status === "checking" || status === "importing";

export const FORMAT_NAMES: Record<string, string> = {
  "focus-csv": "FOCUS, CSV",
  "focus-parquet": "FOCUS, Parquet",
  csv: "Plain CSV",
  opencost: "OpenCost",
};
