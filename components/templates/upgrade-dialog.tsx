"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { LoadingState } from "@/components/states/loading";
import { FormError } from "@/components/states/states";
import { SecretFields, useSecretsAnew } from "@/components/runs/secrets-anew";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { compareVersions } from "@/server/pipelines/core/template-versions";
import type { InstanceStanding } from "./template-types";

const PlanView = dynamic(() => import("@/components/runs/plan-view").then((module) => module.PlanView));

interface UpgradeDialogProps {
  blueprint: string;
  entity: string;
  standing: InstanceStanding;
  onClose: () => void;
}

const POLL_MS = 1_000;

/** Brings one instance to another version: what it would change first, then the run that does it. */
export function UpgradeDialog({ blueprint, entity, standing, onClose }: UpgradeDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const versions = [...standing.versions].sort((a, b) => compareVersions(b.version, a.version));
  const wanted = versions.find(({ version }) => version === standing.target) ?? versions[0];
  const [version, setVersion] = useState(wanted?.version ?? "");
  const preview = useMutation(trpc.templates.preview.mutationOptions());
  const upgrade = useMutation(trpc.templates.upgrade.mutationOptions());
  const secrets = useSecretsAnew(standing.workspaceId);
  const of = () => ({ blueprint, entity, version, secrets: secrets.values() });
  const isBack = standing.version !== null && compareVersions(version, standing.version) < 0;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        size="lg"
        title={`Another version of ${standing.template}`}
        description={`It is on ${standing.version ?? "a version that is not known"}. The values of its last run are applied again; approvals and policies are those of its action.`}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              loading={preview.isPending}
              disabled={!secrets.ready}
              onClick={() => preview.mutate(of())}
            >
              Show what would change
            </Button>
            <Button
              variant="primary"
              loading={upgrade.isPending}
              disabled={!secrets.ready}
              onClick={() =>
                upgrade.mutate(of(), {
                  onSuccess: ({ id }) => router.push(`/runs/${encodeURIComponent(id)}`),
                })
              }
            >
              {isBack ? "Roll back" : "Upgrade"}
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <Field label="Version">
            <Select
              value={version}
              onValueChange={(value) => {
                setVersion(value);
                preview.reset();
              }}
              options={versions.map((one) => ({
                value: one.version,
                label: `${one.version}${one.recommended ? ", recommended" : ""}${one.status === "deprecated" ? ", deprecated" : ""}`,
              }))}
            />
          </Field>
          <SecretFields {...secrets} />
          {preview.data && <PreviewedPlan planId={preview.data.planId} />}
          <FormError error={preview.error ?? upgrade.error} />
        </div>
      </DialogContent>
    </Dialog>
  );
}

/** A plan that nothing applies, as soon as it is made. */
function PreviewedPlan({ planId }: { planId: string }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.runs.plans.get.queryOptions(
      { planId },
      { refetchInterval: ({ state: { data } }) => (data?.endedAt ? false : POLL_MS) },
    ),
  );
  if (query.error) return <FormError error={query.error} />;
  const { data } = query;
  if (!data?.endedAt)
    return (
      <LoadingState label="The plan is made">
        <p className="text-muted-foreground py-4 text-center">The plan is being made. Nothing is applied.</p>
      </LoadingState>
    );
  if (!data.plan)
    return (
      <p role="alert" className="text-danger break-words">
        {data.failure?.message ?? "The plan was cancelled."}
      </p>
    );
  return (
    <Card>
      <PlanView plan={data.plan} expanded={false} />
    </Card>
  );
}
