import { PlanCounts } from "@/components/runs/plan-counts";
import type { RunApproval } from "@/components/runs/run-types";
import { DescriptionList } from "@/components/ui/description-list";
import { formatMoney } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { progressText } from "./stage-progress";

/** What an approver has to know first: what is destroyed, what it costs, whose money it is, and by when. */
export function RequestBrief({ approval }: { approval: RunApproval }) {
  const { brief } = approval;
  const cost = brief?.cost;
  const empty = brief?.plan ? Object.values(brief.plan).every((n) => n === 0) : false;
  return (
    <DescriptionList
      items={[
        { term: "Progress", value: progressText(approval) },
        { term: "Environment", value: brief?.environment },
        { term: "Plan", value: brief?.plan && <PlanCounts plan={{ counts: brief.plan, empty }} /> },
        {
          term: "Destroys or replaces",
          value: brief && brief.destructive.length > 0 && (
            <ul className="font-mono text-xs">
              {brief.destructive.map((address) => (
                <li key={address} className="text-danger break-all">
                  {address}
                </li>
              ))}
            </ul>
          ),
        },
        {
          term: "Monthly cost",
          value:
            cost &&
            `${cost.monthly.startsWith("-") ? "" : "+"}${formatMoney(Number(cost.monthly), cost.currency)} a month, estimated`,
        },
        {
          term: "Budgets",
          value: brief && brief.budgets.length > 0 && (
            <ul>
              {brief.budgets.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          ),
        },
        {
          term: approval.status === "pending" ? "Decide by" : "Decided",
          value:
            approval.status === "pending" ? (
              <>
                <RelativeTime value={approval.requestExpiresAt} />
                {approval.escalatedAt && " (escalated)"}
              </>
            ) : (
              approval.decidedAt && <RelativeTime value={approval.decidedAt} />
            ),
        },
      ].filter((item) => Boolean(item.value))}
    />
  );
}
