"use client";

import { Code, LayoutDashboard, Plus, Settings2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { IconTile } from "@/components/catalog/blueprint-icon";
import { RestoredBanner } from "@/components/definition-editor/restored-banner";
import { useDefinition } from "@/components/definition-editor/use-definition";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { ListPage } from "@/components/shell/page";
import { EmptyState, FormError } from "@/components/states/states";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { toast } from "@/components/ui/toast";
import type { Widget, WidgetType } from "@/server/dashboards/core/widgets/union";
import { BoardContext } from "../board-context";
import { dashboardHref, dashboardsHref } from "../dashboard-paths";
import type { PageView } from "../pages/page-types";
import { copyOf, isBoardDraft, newId, withAdded, withRemoved, withRestored } from "./board-draft";
import { EditedBoard } from "./edited-board";
import { EntityChoice, useShownEntity } from "../view/entity-choice";
import { faultsOf } from "./faults";
import { FaultList } from "./fault-list";
import { heightFor, newWidget } from "./new-widgets";
import { basisOf, useSaveBoard } from "./use-save-board";
import { kindOfWidget } from "../widgets/widget-kinds";

const GallerySheet = dynamic(() => import("./gallery-sheet").then((one) => one.GallerySheet), { ssr: false });
const WidgetSheet = dynamic(() => import("./widget-sheet").then((one) => one.WidgetSheet), { ssr: false });
const PageSheet = dynamic(() => import("./page-sheet").then((one) => one.PageSheet), { ssr: false });
const BoardCode = dynamic(() => import("./board-code").then((one) => one.BoardCode), { ssr: false });

type Open = { kind: "gallery" | "page" } | { kind: "new"; type: WidgetType } | { kind: "widget"; id: string };

/** A page while it is edited: widgets added, arranged and filled in, and all of it saved at once. */
export function BoardEditor({ page }: { page: PageView }) {
  const router = useRouter();
  const { identifier } = page;
  const draft = useDefinition(`dashboard:${identifier}`, basisOf(page), isBoardDraft);
  const { definition: board, change, dirty } = draft;
  const saving = useSaveBoard(identifier, draft);
  const [open, setOpen] = useState<Open | null>(null);
  const [code, setCode] = useState(false);
  const guard = useLeaveGuard({ when: dirty, onDiscard: draft.forget });
  const { filters, range } = board;
  const entitiesOf = page.type === "entity" ? page.blueprint : null;
  const [chosen, setChosen] = useState<string | null>(null);
  const { entity } = useShownEntity(entitiesOf, chosen);
  const which = entity?.identifier;
  const context = useMemo(
    () => ({
      page: identifier,
      look: {
        ...(filters && { filters }),
        ...(range && { range }),
        ...(entitiesOf !== null &&
          which !== undefined && { entity: { blueprint: entitiesOf, identifier: which } }),
      },
      preview: true,
      entitiesOf,
    }),
    [identifier, filters, range, entitiesOf, which],
  );
  const faults = useMemo(() => faultsOf(board, saving.refused), [board, saving.refused]);
  const edited = open?.kind === "widget" ? board.widgets[open.id] : undefined;
  const count = Object.keys(board.widgets).length;

  const remove = (id: string) => {
    const before = board;
    const widget = before.widgets[id];
    change((now) => withRemoved(now, id));
    toast.info(`${widget?.title || (widget ? kindOfWidget(widget.type).label : "The widget")} was removed`, {
      action: { label: "Undo", run: () => change((now) => withRestored(now, before, id)) },
    });
  };
  const put = (widget: Widget, id?: string) => {
    setOpen(null);
    if (id === undefined) change((now) => withAdded(now, widget, newId(), heightFor(widget.type)));
    else change((now) => ({ ...now, widgets: { ...now.widgets, [id]: { ...widget, id } } }));
  };
  const copy = (id: string) => {
    const widget = board.widgets[id];
    if (!widget) return;
    const made = copyOf(widget);
    change((now) => withAdded(now, made, made.id ?? newId(), heightFor(made.type), id));
  };
  const add = (
    <Button onClick={() => setOpen({ kind: "gallery" })}>
      <Plus aria-hidden /> Add widget
    </Button>
  );
  return (
    <BoardContext value={context}>
      <div
        className="contents"
        onKeyDown={(event) => {
          if (event.key !== "s" || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          void saving.save();
        }}
      >
        <ListPage
          title={board.title}
          {...(board.description && { description: board.description })}
          {...(board.icon && { icon: <IconTile size="lg" name={board.icon} /> })}
          meta={
            <>
              <span className="tabular">Revision {draft.basis.revision}</span>
              <span role="status">{dirty ? "Unsaved changes" : "No unsaved changes"}</span>
            </>
          }
          breadcrumbs={[
            { label: "Dashboards", href: dashboardsHref },
            { label: board.title, href: dashboardHref(identifier) },
            { label: "Edit" },
          ]}
          secondaryActions={
            <>
              {dirty ? (
                <Button onClick={draft.discard}>Discard changes</Button>
              ) : (
                <Button onClick={() => router.push(dashboardHref(identifier))}>Done</Button>
              )}
              <Button onClick={() => setOpen({ kind: "page" })}>
                <Settings2 aria-hidden /> Page
              </Button>
              <Button aria-pressed={code} onClick={() => setCode(!code)} className={cn(code && "bg-accent")}>
                <Code aria-hidden /> Code
              </Button>
              {count > 0 && add}
            </>
          }
          action={
            <Button variant="primary" loading={saving.pending} onClick={() => void saving.save()}>
              Save
            </Button>
          }
        >
          <FormError error={saving.failure} />
          {entitiesOf !== null && <EntityChoice blueprint={entitiesOf} value={which} onChange={setChosen} />}
          <RestoredBanner shown={draft.restored && dirty} onDiscard={draft.discard} />
          <FaultList faults={faults} onOpen={(id) => setOpen({ kind: "widget", id })} />
          <div
            className={cn(
              "grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-6",
              code && "xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]",
            )}
          >
            {count === 0 ? (
              <Card>
                <EmptyState icon={LayoutDashboard} title="There is nothing on this page yet" action={add}>
                  Each widget shows one thing: a number, a chart, a table, a text. Add the first one.
                </EmptyState>
              </Card>
            ) : (
              <EditedBoard
                draft={draft}
                faulty={new Set(faults.flatMap(({ id }) => id ?? []))}
                onEdit={(id) => setOpen({ kind: "widget", id })}
                onCopy={copy}
                onRemove={remove}
              />
            )}
            {code && <BoardCode draft={draft} issues={saving.refused} onClose={() => setCode(false)} />}
          </div>
        </ListPage>
      </div>
      {open?.kind === "gallery" && (
        <GallerySheet onChoose={(type) => setOpen({ kind: "new", type })} onClose={() => setOpen(null)} />
      )}
      {open?.kind === "new" && (
        <WidgetSheet
          isNew
          widget={newWidget(open.type, entitiesOf)}
          refused={[]}
          onDone={(widget) => put(widget)}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "widget" && edited && (
        <WidgetSheet
          key={open.id}
          isNew={false}
          widget={edited as unknown as Record<string, unknown>}
          refused={faults.flatMap((fault) => (fault.id === open.id ? [fault] : []))}
          onDone={(widget) => put(widget, open.id)}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "page" && (
        <PageSheet
          draft={board}
          onDone={(given) => {
            setOpen(null);
            change((now) => definedOf({ ...now, ...given }));
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {saving.dialog}
      {guard}
    </BoardContext>
  );
}

/** Without keys that have no value: they would count as changes. */
const definedOf = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
