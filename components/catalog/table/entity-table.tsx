"use client";

import { keepPreviousData, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo, useRef, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { useColumns } from "@/components/data-table/use-columns";
import { EMPTY_QUERY } from "@/components/query/query-types";
import { fieldsOf } from "@/components/query/fields";
import { ListPage } from "@/components/shell/page";
import { useShell } from "@/components/shell/shell-context";
import { EmptyState, PartialState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { IconTile, NamedIcon } from "../blueprint-icon";
import type { EntityRow } from "../catalog-types";
import { CreateEntity } from "./create-entity";
import { entityColumns } from "./entity-columns";
import { ExportMenu } from "./export-menu";
import { canGroup, canPick, markedColumns } from "./column-abilities";
import { isRefused, RefusedFilter } from "./refused-filter";
import { RowActions } from "./row-actions";
import { entityTableParams, PAGE_SIZES } from "./table-params";
import { exportHref, listInput, pageInput } from "./table-query";
import { paramsFor, PLAIN, stateOf } from "./table-state";
import type { TableState } from "./table-state";
import { TableToolbar } from "./table-toolbar";
import type { Filtering } from "./table-toolbar";
import { useGroups } from "./use-groups";

const HeaderPanel = dynamic(() => import("./header-panel").then((module) => module.HeaderPanel), {
  ssr: false,
});
const BulkBar = dynamic(() => import("./bulk-bar").then((module) => module.BulkBar), { ssr: false });
const PeekSheet = dynamic(() => import("./peek-sheet").then((module) => module.PeekSheet), { ssr: false });
const DeleteEntityDialog = dynamic(
  () => import("./delete-entity-dialog").then((module) => module.DeleteEntityDialog),
  { ssr: false },
);
const EntityFormSheet = dynamic(
  () => import("../entity/entity-form-sheet").then((module) => module.EntityFormSheet),
  { ssr: false },
);

type Open =
  | { kind: "create" }
  | { kind: "edit" | "delete"; entity: EntityRow }
  | { kind: "column"; id: string; anchor: HTMLElement };

/** All entities of a blueprint, filtered, sorted, grouped and paged by the server. */
export function EntityTable({ blueprint: identifier }: { blueprint: string }) {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [params, setParams] = useQueryStates(entityTableParams);
  const [open, setOpen] = useState<Open | null>(null);
  const [filtering, setFiltering] = useState<Filtering>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  const { data: blueprint } = useSuspenseQuery(trpc.catalog.blueprints.get.queryOptions({ identifier }));
  const { data: properties } = useSuspenseQuery(
    trpc.catalog.blueprints.properties.queryOptions({ identifier }),
  );
  const views = useQuery(trpc.catalog.views.list.queryOptions({ blueprint: identifier }));
  const allViews = views.data ?? [];
  const view = allViews.find(({ id }) => id === params.view);
  const state = stateOf(params, allViews);
  const change = (next: Partial<TableState>) => setParams(paramsFor({ ...state, ...next }, view));

  const columns = useMemo(() => entityColumns(blueprint, properties), [blueprint, properties]);
  const fields = useMemo(() => fieldsOf(blueprint, properties), [blueprint, properties]);
  const groupField = fields.find(({ id }) => id === state.group && canGroup(id, fields));
  const query = useQuery(
    trpc.catalog.entities.list.queryOptions(pageInput(blueprint, state, params), {
      placeholderData: keepPreviousData,
      enabled: groupField === undefined,
    }),
  );
  const groups = useGroups(blueprint, state, groupField);
  const actions = useQuery(trpc.actions.list.queryOptions({ blueprint: identifier, operation: "CREATE" }));
  const columnChoice = {
    visible: state.columns,
    onVisible: (ids: string[] | null) => change({ columns: ids }),
  };
  const model = useColumns(columns, columnChoice);

  const noun = blueprint.title.toLowerCase();
  const failure = groupField ? groups.error : query.error;
  const clear = () => change({ text: "", query: EMPTY_QUERY });
  const filtered = state.text !== "" || state.query.rules.length > 0;
  const action = actions.isSuccess && (
    <CreateEntity noun={noun} actions={actions.data} onRegister={() => setOpen({ kind: "create" })} />
  );
  const shownIds = model.shown.map(({ id }) => id);
  const total = groupField ? groups.total : query.data?.total;
  const column = open?.kind === "column" ? columns.find(({ id }) => id === open.id) : undefined;
  return (
    <ListPage
      title={blueprint.title}
      description={blueprint.description}
      icon={<IconTile size="lg" name={blueprint.icon} />}
      breadcrumbs={[{ label: "Catalog", href: "/catalog" }, { label: blueprint.title }]}
      action={action}
      secondaryActions={
        viewer.isAdmin && (
          <>
            {actions.data && actions.data.length > 0 && (
              <Button onClick={() => setOpen({ kind: "create" })}>Register existing</Button>
            )}
            <ButtonLink href={`/settings/blueprints/edit/${encodeURIComponent(identifier)}`}>
              Edit blueprint
            </ButtonLink>
          </>
        )
      }
    >
      {views.error && (
        <PartialState onRetry={() => void views.refetch()}>The saved views could not be loaded.</PartialState>
      )}
      {query.error && query.data && (
        <PartialState onRetry={() => void query.refetch()}>
          The newest rows could not be loaded. What you see may be out of date.
        </PartialState>
      )}
      <DataTable
        label={noun}
        columns={columns}
        rows={query.error && query.isPlaceholderData ? undefined : query.data?.entities}
        grouped={groupField !== undefined}
        groups={groups.groups}
        rowId={(entity) => entity.identifier}
        error={failure}
        errorState={isRefused(failure) && <RefusedFilter error={failure} onClear={clear} />}
        onRetry={() => void (groupField ? groups.refetch() : query.refetch())}
        refreshing={query.isPlaceholderData && groupField === undefined}
        sort={state.sort}
        onSort={(sort) => change({ sort })}
        {...(!groupField && {
          paging: {
            page: params.page,
            pageSize: params.size,
            total,
            totalIsExact: query.data?.totalIsExact,
            sizes: PAGE_SIZES,
            onSize: (size: number) => setParams({ size, page: null }),
            onPage: (page: number) =>
              setParams({ page: page > 1 ? page : null }, { history: "push", scroll: true }),
          },
        })}
        columnChoice={columnChoice}
        headerMenu={{
          open: (id, button) => setOpen({ kind: "column", id, anchor: button }),
          marked: markedColumns(state.query),
        }}
        selection={{
          selected,
          onSelected: setSelected,
          labelOf: (entity) => entity.title ?? entity.identifier,
          anchor,
        }}
        rowActions={(entity) => (
          <RowActions
            blueprint={identifier}
            entity={entity}
            onPeek={() => setParams({ peek: entity.identifier }, { history: "push" })}
            onEdit={() => setOpen({ kind: "edit", entity })}
            onDelete={() => setOpen({ kind: "delete", entity })}
          />
        )}
        filtered={filtered}
        onClearFilters={clear}
        toolbar={
          <TableToolbar
            blueprint={blueprint}
            noun={noun}
            fields={fields}
            state={state}
            onState={change}
            views={allViews}
            view={view}
            onView={(next) =>
              setParams(
                paramsFor(
                  next
                    ? stateOf(
                        {
                          ...params,
                          q: "",
                          filter: null,
                          sort: null,
                          columns: null,
                          group: null,
                          view: next.id,
                        },
                        [next],
                      )
                    : PLAIN,
                  next,
                ),
                { history: "push" },
              )
            }
            filtering={filtering}
            onFiltering={setFiltering}
            error={failure}
            {...(groupField &&
              groups.cut && { note: "Only the largest groups are shown; filter to see others." })}
          />
        }
        tools={
          <ExportMenu
            csvHref={exportHref(blueprint, state, "csv", shownIds)}
            jsonHref={exportHref(blueprint, state, "json", shownIds)}
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
      {selected.size > 0 && (
        <BulkBar
          blueprint={blueprint}
          noun={noun}
          selected={selected}
          onSelected={setSelected}
          input={listInput(blueprint, state)}
          total={total}
        />
      )}
      {open?.kind === "column" && column && (
        <HeaderPanel
          anchor={open.anchor}
          onClose={() => setOpen(null)}
          blueprint={blueprint}
          field={fields.find(({ id }) => id === column.id)}
          header={column.header}
          columnId={column.id}
          sortable={column.sortable ?? false}
          groupable={canGroup(column.id, fields)}
          facets={canPick(column.id, fields)}
          {...(column.id !== model.shown[0]?.id && {
            onHide: () => model.setVisible(column.id, false),
            onMove: (step: -1 | 1) => model.move(column.id, step),
          })}
          state={state}
          onState={change}
          onCondition={(field) => setFiltering({ begin: field })}
        />
      )}
      {params.peek !== null && (
        <PeekSheet blueprint={blueprint} identifier={params.peek} onClose={() => setParams({ peek: null })} />
      )}
      {open?.kind === "delete" && (
        <DeleteEntityDialog blueprint={identifier} entity={open.entity} onClose={() => setOpen(null)} />
      )}
      {(open?.kind === "create" || open?.kind === "edit") && (
        <EntityFormSheet
          blueprint={blueprint}
          {...(open.kind === "edit" && { entity: open.entity })}
          onClose={() => setOpen(null)}
        />
      )}
    </ListPage>
  );
}
