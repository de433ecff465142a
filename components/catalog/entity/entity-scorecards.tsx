import { ListChecks } from "lucide-react";
import { EmptyState } from "@/components/states/states";
import { Card } from "@/components/ui/card";

/** Where the levels that an entity reaches will stand. */
export function EntityScorecards() {
  return (
    <Card>
      <EmptyState icon={ListChecks} title="No scorecards yet">
        A scorecard holds entities to rules, such as an owner, a runbook and a recent deployment. The level
        that this entity reaches in each, and the rules that it fails, will be listed here. This portal has no
        scorecards so far.
      </EmptyState>
    </Card>
  );
}
