"use client";

import { keepPreviousData, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { useMemo, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { TableFilter } from "@/components/data-table/table-filter";
import { ListPage } from "@/components/shell/page";
import { useShell } from "@/components/shell/shell-context";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import { IconTile, NamedIcon } from "../blueprint-icon";
import { CreateEntity } from "./create-entity";
import { entityColumns } from "./entity-columns";
import { ENTITY_PAGE_SIZE, entityTableParams, readSort, writeSort } from "./table-params";
import { entityListInput } from "./table-query";

const EntityFormSheet = dynamic(
  () => import("../entity/entity-form-sheet").then((module) => module.EntityFormSheet),
  { ssr: false },
);

/** All entities of a blueprint, filtered, sorted and paged by the server. */
export function EntityTable({ blueprint: identifier }: { blueprint: string }) {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [params, setParams] = useQueryStates(entityTableParams);
  const [creating, setCreating] = useState(false);
  const { data: blueprint } = useSuspenseQuery(trpc.catalog.blueprints.get.queryOptions({ identifier }));
  const query = useQuery(
    trpc.catalog.entities.list.queryOptions(entityListInput(blueprint, params), {
      placeholderData: keepPreviousData,
    }),
  );
  const actions = useQuery(trpc.actions.list.queryOptions({ blueprint: identifier, operation: "CREATE" }));
  const columns = useMemo(() => entityColumns(blueprint), [blueprint]);

  const noun = blueprint.title.toLowerCase();
  const clear = () => void setParams({ q: null, page: null });
  const action = actions.isSuccess && (
    <CreateEntity noun={noun} actions={actions.data} onRegister={() => setCreating(true)} />
  );
  return (
    <ListPage
      title={blueprint.title}
      description={blueprint.description}
      icon={<IconTile size="lg" name={blueprint.icon} />}
      breadcrumbs={[{ label: "Catalog", href: "/catalog" }, { label: blueprint.title }]}
      action={action}
      secondaryActions={
        <>
          {viewer.isAdmin && actions.data && actions.data.length > 0 && (
            <Button onClick={() => setCreating(true)}>Register existing</Button>
          )}
          {viewer.isAdmin && (
            <ButtonLink href={`/settings/blueprints/edit/${encodeURIComponent(identifier)}`}>
              Edit blueprint
            </ButtonLink>
          )}
        </>
      }
    >
      <DataTable
        label={noun}
        columns={columns}
        rows={query.data?.entities}
        rowId={(entity) => entity.identifier}
        error={query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
        sort={readSort(params.sort)}
        onSort={(sort) => void setParams({ sort: writeSort(sort), page: null })}
        paging={{
          page: params.page,
          pageSize: ENTITY_PAGE_SIZE,
          total: query.data?.total,
          onPage: (page) =>
            void setParams({ page: page > 1 ? page : null }, { history: "push", scroll: true }),
        }}
        columnChoice={{ visible: params.columns, onVisible: (columns) => void setParams({ columns }) }}
        filtered={params.q !== ""}
        onClearFilters={clear}
        toolbar={
          <TableFilter
            label={`Filter ${noun}`}
            value={params.q}
            onChange={(q) => void setParams({ q: q || null, page: null })}
          />
        }
        empty={
          <EmptyState
            icon={(props) => <NamedIcon name={blueprint.icon} {...props} />}
            title={`No ${noun} yet`}
            action={action}
          >
            {blueprint.description ??
              "Entities of this blueprint appear here, with their owner and the run that made them."}
          </EmptyState>
        }
      />
      {creating && <EntityFormSheet blueprint={blueprint} onClose={() => setCreating(false)} />}
    </ListPage>
  );
}
