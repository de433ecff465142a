"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { type BackfillPart, type BackfillSource, PARTS_OF } from "@/server/insights/core/backfill-parts";
import { BackfillList } from "./backfill-list";

const PARTS: Readonly<Record<BackfillPart, string>> = {
  changes: "Changes with their commits and reviews",
  deployments: "Deployments",
  findings: "Alerts of Dependabot",
  incidents: "Incidents",
};

/** Fetches what happened before the webhooks were set up, and shows how far it is. */
export function Backfill() {
  const trpc = useTRPC();
  const { data: connections } = useQuery(trpc.pipelines.connections.list.queryOptions());
  const fitting = (connections ?? []).filter(({ kind }) => kind === "github" || kind === "gitlab");
  return (
    <SectionCard
      title="Fetch the past"
      description="From GitHub or GitLab, with the credentials of a connection. What webhooks have told already is not doubled."
    >
      <div className="grid gap-6">
        {connections && fitting.length === 0 ? (
          <p className="text-muted-foreground text-sm">
            There is no connection to GitHub or GitLab yet. Add one under{" "}
            <a className="text-primary-text underline" href="/settings/connections">
              Settings, Connections
            </a>
            .
          </p>
        ) : (
          connections && (
            <BackfillForm
              connections={fitting.map(({ identifier, title, kind }) => ({
                identifier,
                title,
                source: kind as BackfillSource,
              }))}
            />
          )
        )}
        <BackfillList />
      </div>
    </SectionCard>
  );
}

interface BackfillFormProps {
  connections: readonly { identifier: string; title: string; source: BackfillSource }[];
}

function BackfillForm({ connections }: BackfillFormProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [connection, setConnection] = useState(connections[0]!.identifier);
  const [repositories, setRepositories] = useState("");
  const [from, setFrom] = useState("");
  const [left, setLeft] = useState<ReadonlySet<BackfillPart>>(new Set());
  const source = connections.find(({ identifier }) => identifier === connection)?.source ?? "github";
  const offered = PARTS_OF[source];
  const start = useMutation(
    trpc.insights.backfills.start.mutationOptions({
      onSuccess: async () => {
        setRepositories("");
        toast.success("It begins now");
        await client.invalidateQueries(trpc.insights.backfills.list.queryFilter());
      },
    }),
  );
  const issues = start.error ? readFailure(start.error).issues : [];
  const faultOf = (key: string) => issues.find(({ path }) => path[0] === key)?.message;
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({
          connection,
          repositories: repositories.split(/[\s,]+/).filter((one) => one !== ""),
          parts: offered.filter((part) => !left.has(part)),
          from: from === "" ? "" : `${from}T00:00:00Z`,
        });
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Connection" required error={faultOf("connection")}>
          <Select
            options={connections.map(({ identifier, title }) => ({ value: identifier, label: title }))}
            value={connection}
            onValueChange={setConnection}
          />
        </Field>
        <Field
          label="From"
          required
          error={faultOf("from") && (from === "" ? "Choose a day." : faultOf("from"))}
          description="Until now; at most five years."
        >
          <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        </Field>
      </div>
      <Field
        label="Repositories"
        required
        error={faultOf("repositories")}
        description={source === "github" ? "One a line, as acme/shop." : "Paths of projects, one a line."}
      >
        <Textarea rows={3} value={repositories} onChange={(event) => setRepositories(event.target.value)} />
      </Field>
      <Fieldset legend="What to fetch">
        <div className="grid gap-2 sm:grid-cols-2">
          {offered.map((part) => (
            <Field key={part} label={PARTS[part]} orientation="inline">
              <Checkbox
                checked={!left.has(part)}
                onCheckedChange={(on) => {
                  const next = new Set(left);
                  if (on) next.delete(part);
                  else next.add(part);
                  setLeft(next);
                }}
              />
            </Field>
          ))}
        </div>
        {faultOf("parts") && <p className="text-danger mt-2 text-sm">{faultOf("parts")}</p>}
      </Fieldset>
      {start.error && issues.length === 0 && <FormError error={start.error} />}
      <div>
        <Button type="submit" variant="primary" loading={start.isPending}>
          Fetch
        </Button>
      </div>
    </form>
  );
}
