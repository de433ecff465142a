"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";

const UpgradeDialog = dynamic(() => import("./upgrade-dialog").then((module) => module.UpgradeDialog), {
  ssr: false,
});

/** Which version of which template an entity was made from, and the way to another; nothing where no template made it. */
export function InstanceCard({ blueprint, entity }: { blueprint: string; entity: string }) {
  const trpc = useTRPC();
  const [upgrading, setUpgrading] = useState(false);
  const { data } = useQuery(trpc.templates.instance.queryOptions({ blueprint, entity }, { retry: false }));
  if (!data) return null;
  return (
    <SectionCard
      title="Template"
      actions={
        data.versions.length > 0 ? (
          <Button size="sm" onClick={() => setUpgrading(true)}>
            {data.behind > 0 ? "Upgrade" : "Change version"}
          </Button>
        ) : undefined
      }
    >
      <p className="flex flex-wrap items-center gap-1.5">
        <span className="font-medium">{data.template}</span>
        <Badge mono>{data.version ?? "unknown"}</Badge>
        {data.behind > 0 && <Badge tone="warning">{data.behind} behind</Badge>}
        {data.deprecated && <Badge tone="danger">Deprecated</Badge>}
      </p>
      {data.deprecated && (
        <p className="text-muted-foreground mt-1.5 text-xs break-words">
          {data.deprecated.note}
          {data.deprecated.retireOn && ` Leave it by ${data.deprecated.retireOn}.`}
        </p>
      )}
      {upgrading && (
        <UpgradeDialog
          blueprint={blueprint}
          entity={entity}
          standing={data}
          onClose={() => setUpgrading(false)}
        />
      )}
    </SectionCard>
  );
}
