"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { entityHref } from "@/components/catalog/catalog-types";
import type { DataTableColumn } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { RowLink } from "@/components/data-table/row-link";
import { EmptyState, FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { useQueryState } from "@/components/url-state/use-query-state";
import { parseAsString } from "@/components/url-state/parsers";
import { compareVersions, targetVersion, versionsBehind } from "@/server/pipelines/core/template-versions";
import type { InstanceItem, TemplateItem } from "./template-types";

/** No version has this name. */
const EVERY = "every";

/** What a template has made, with the version of each; those that are chosen are brought to another together. */
export function TemplateInstances({ template }: { template: TemplateItem }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [, openUpgrade] = useQueryState("upgrade", parseAsString);
  const [only, setOnly] = useState(EVERY);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [version, setVersion] = useState(targetVersion(template.versions) ?? "");
  const [stopOnFailure, setStopOnFailure] = useState(true);
  const anchor = useRef<string | null>(null);
  const query = useQuery(
    trpc.templates.instances.queryOptions({
      slug: template.slug,
      ...(only === EVERY ? {} : { version: only }),
    }),
  );
  const rows = query.data?.workspaces.filter((one) => one.status !== "destroyed");
  const start = useMutation(
    trpc.templates.upgradeMany.mutationOptions({
      onSuccess: async ({ id }) => {
        toast.success("The upgrade has begun");
        setSelected(new Set());
        await client.invalidateQueries(trpc.templates.pathFilter());
        void openUpgrade(id);
      },
    }),
  );
  const columns = useMemo(() => columnsOf(template), [template]);
  const versions = [...template.versions].sort((a, b) => compareVersions(b.version, a.version));
  const chosen = [...selected];
  return (
    <div className="grid gap-3 p-4">
      <DataTable
        label="instances"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        error={query.data ? undefined : query.error}
        onRetry={() => void query.refetch()}
        selection={{ selected, onSelected: setSelected, labelOf: (row) => row.name, anchor }}
        filtered={only !== EVERY}
        onClearFilters={() => setOnly(EVERY)}
        toolbar={
          <Select
            label="Version"
            value={only}
            onValueChange={setOnly}
            options={[
              { value: EVERY, label: "Every version" },
              ...versions.map((one) => ({ value: one.version, label: one.version })),
            ]}
          />
        }
        empty={
          <EmptyState size="inline" title="Nothing was made from it yet">
            What its actions make is listed here, with its version.
          </EmptyState>
        }
      />
      {query.data?.nextCursor && (
        <p className="text-muted-foreground text-xs">
          The first 100 are shown. Choose a version to see the others.
        </p>
      )}
      {chosen.length > 0 && (
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate({ slug: template.slug, version, workspaceIds: chosen, stopOnFailure });
          }}
        >
          <Field label="To version" className="w-44">
            <Select
              value={version}
              onValueChange={setVersion}
              options={versions.map((one) => ({ value: one.version, label: one.version }))}
            />
          </Field>
          <Field label="One after the other; stop at the first that does not succeed" orientation="inline">
            <Checkbox checked={stopOnFailure} onCheckedChange={setStopOnFailure} />
          </Field>
          <Button type="submit" variant="primary" loading={start.isPending}>
            Upgrade {chosen.length}
          </Button>
          <FormError error={start.error} />
        </form>
      )}
    </div>
  );
}

const columnsOf = (template: TemplateItem): DataTableColumn<InstanceItem>[] => [
  {
    id: "name",
    header: "Instance",
    priority: 1,
    cell: (row) => <RowLink href={entityHref(row.blueprint, row.entity)}>{row.name}</RowLink>,
  },
  {
    id: "version",
    header: "Version",
    width: "w-48",
    priority: 2,
    cell: (row) => {
      const behind = versionsBehind(row.templateVersion, template.versions);
      return (
        <span className="flex items-center gap-1.5">
          <Badge mono>{row.templateVersion ?? "unknown"}</Badge>
          {behind > 0 && <Badge tone="warning">{behind} behind</Badge>}
        </span>
      );
    },
  },
  { id: "team", header: "Team", width: "w-36", priority: 3, cell: (row) => row.team ?? "–" },
];
