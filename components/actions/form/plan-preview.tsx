"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { LoadingState } from "@/components/states/loading";
import { FormError } from "@/components/states/states";
import { useTRPC, useTRPCClient } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Sheet, SheetContent } from "@/components/ui/sheet";

const PlanView = dynamic(() => import("@/components/runs/plan-view").then((module) => module.PlanView), {
  ssr: false,
});

interface PlanPreviewProps {
  /** Checks the form and gives what would be sent; null: it has faults, which it shows. */
  values: () => Promise<{ identifier: string; properties: Record<string, unknown>; entity?: string } | null>;
  /** Shows faults that the server found, at their fields. */
  onRefused: (error: unknown) => void;
}

/** Asks what the form would change, as it is filled in: a plan that nothing applies. */
export function PlanPreview({ values, onRefused }: PlanPreviewProps) {
  const trpc = useTRPC();
  // What is sent may hold secrets: nothing of it stays in memory.
  const ask = useMutation(trpc.actions.planPreview.mutationOptions({ gcTime: 0 }));
  const [planId, setPlanId] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const begin = async () => {
    if (working) return;
    setWorking(true);
    try {
      const given = await values();
      if (given) setPlanId((await ask.mutateAsync(given)).planId);
    } catch (error) {
      onRefused(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <>
      <Button size="lg" loading={working} onClick={() => void begin()}>
        What would change?
      </Button>
      {planId !== null && <PlanSheet key={planId} planId={planId} onClose={() => setPlanId(null)} />}
    </>
  );
}

function PlanSheet({ planId, onClose }: { planId: string; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useQuery(
    trpc.runs.plans.get.queryOptions(
      { planId },
      { refetchInterval: (q) => (q.state.data?.endedAt || q.state.error ? false : 500), gcTime: 0 },
    ),
  );
  const cancel = useMutation(trpc.runs.plans.cancel.mutationOptions());
  const plan = query.data;
  const ended = useRef(false);
  useEffect(() => {
    ended.current = plan?.endedAt !== null && plan?.endedAt !== undefined;
  }, [plan]);
  // Whoever leaves no longer waits for it.
  useEffect(
    () => () => {
      if (!ended.current) void client.runs.plans.cancel.mutate({ planId }).catch(() => undefined);
    },
    [client, planId],
  );
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title="What would change"
        description="A plan with the values of the form. Nothing is changed, requested or kept; a run plans again."
        footer={<Button onClick={onClose}>Back to the form</Button>}
      >
        <div className="grid gap-4">
          {!plan?.endedAt && !query.error && (
            <div className="grid justify-items-start gap-3">
              <LoadingState label="Terraform plans">
                <p className="text-muted-foreground">Terraform plans. This can take a minute.</p>
              </LoadingState>
              <Button
                loading={cancel.isPending || plan?.cancelRequested}
                onClick={() => cancel.mutate({ planId })}
              >
                Cancel plan
              </Button>
            </div>
          )}
          <FormError error={query.error} />
          {plan?.status === "cancelled" && <p role="status">The plan was cancelled. Nothing was changed.</p>}
          {plan?.failure && (
            <div role="alert" className="grid gap-2">
              <p className="text-danger font-medium">{plan.failure.message}</p>
              {plan.failure.diagnostics.map((diagnostic, index) => (
                <p key={index} className="font-mono text-xs whitespace-pre-wrap">
                  {diagnostic.summary}
                  {diagnostic.detail && `\n${diagnostic.detail}`}
                </p>
              ))}
              {plan.failure.advice && <p className="text-muted-foreground">{plan.failure.advice}</p>}
            </div>
          )}
          {plan?.plan && (
            <Card>
              <PlanView plan={plan.plan} />
            </Card>
          )}
        </div>
      </SheetContent>
    </Sheet>
  );
}
