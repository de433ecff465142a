"use client";

import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { useDemo } from "./use-demo";

/** Asks once, says what goes and what stays, and removes the demo data. For administrators. */
export function RemoveDemo() {
  const { remove } = useDemo();
  return (
    <ConfirmDialog
      tone="destructive"
      trigger={
        <Button size="sm" variant="destructive-outline">
          Remove demo data
        </Button>
      }
      title="Remove the demo data?"
      description="The people, teams and services of Larkfield go, with all events, runs, costs, budgets and dashboards of theirs. It cannot be taken back, but it can be loaded again."
      confirmLabel="Remove demo data"
      onConfirm={() => remove.mutateAsync()}
    >
      <p className="text-muted-foreground text-sm text-pretty">
        What you and others made stays: your own events, entities, budgets and dashboards, the accounts that
        you sign in with, and the golden paths. A service of the demo that somebody has changed or related to
        stays, and so do its team and people who were given a password. The audit log keeps that there was
        demo data.
      </p>
    </ConfirmDialog>
  );
}
