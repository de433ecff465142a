"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";

interface UnknownServicesProps {
  unknown: readonly { name: string; events: number }[];
  names: readonly { name: string; service: string }[];
}

/** Names that the catalog does not have, and which service each stands for. */
export function UnknownServices({ unknown, names }: UnknownServicesProps) {
  if (unknown.length === 0 && names.length === 0) return null;
  return (
    <SectionCard
      title="Names of services"
      description="Events under an unknown name count for the organisation alone, until you say which service it is."
    >
      <ul className="divide-y">
        {unknown.map(({ name, events }) => (
          <NameRow key={name} name={name} note={`${formatCount(events)} events`} service={null} />
        ))}
        {names.map(({ name, service }) => (
          <NameRow key={name} name={name} note={`is ${service}`} service={service} />
        ))}
      </ul>
    </SectionCard>
  );
}

function NameRow({ name, note, service }: { name: string; note: string; service: string | null }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [text, setText] = useState(service ?? "");
  const map = useMutation(
    trpc.insights.mapService.mutationOptions({
      onSuccess: async ({ events }) => {
        toast.success(`${formatCount(events)} events of ${name} have another service`);
        await client.invalidateQueries(trpc.insights.sources.queryFilter());
      },
    }),
  );
  const chosen = text.trim();
  return (
    <li className="py-3">
      <form
        className="flex flex-wrap items-center gap-x-4 gap-y-2"
        onSubmit={(event) => {
          event.preventDefault();
          map.mutate({ name, service: chosen === "" ? null : chosen });
        }}
      >
        <span className="min-w-40 flex-1 text-sm font-medium break-all">
          {name} <span className="text-muted-foreground text-xs font-normal">{note}</span>
        </span>
        <Input
          aria-label={`Service of ${name}`}
          placeholder="Identifier of a service"
          className="w-56"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          size="sm"
          type="submit"
          loading={map.isPending}
          disabled={chosen === (service ?? "")}
          aria-label={`Save the service of ${name}`}
        >
          Save
        </Button>
      </form>
      {map.error && <FormError error={map.error} />}
    </li>
  );
}
