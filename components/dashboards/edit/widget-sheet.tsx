"use client";

import { ArrowLeft } from "lucide-react";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { DefinitionEditorContext } from "@/components/definition-editor/context";
import { focusPath } from "@/components/definition-editor/focus";
import { issueAt } from "@/components/definition-editor/issues";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import { isWithin, valueAt, withValue } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { useIssues } from "@/components/definition-editor/use-issues";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import { BoardContext, useBoard } from "../board-context";
import { WidgetCard } from "../widgets/widget-card";
import { kindOfWidget } from "../widgets/widget-kinds";
import { checkWidget } from "./check-widget";
import { NestedContext } from "./form/nested-context";
import { WidgetForm } from "./form/widget-form";

interface WidgetSheetProps {
  /** What it begins with; for a new one, what its kind begins with. */
  widget: Record<string, unknown>;
  isNew: boolean;
  /** What the server said of it when the page was saved. */
  refused: readonly DefinitionIssue[];
  onDone: (widget: Widget) => void;
  onClose: () => void;
}

const ORDER: readonly string[] = [];
const ROOT: DefinitionPath = [];
const check = (widget: object) => Promise.resolve(checkWidget(widget));

/** The form of a widget, with what it shows beside it. Nothing is on the page before it is done. */
export function WidgetSheet({ widget: start, isNew, refused, onDone, onClose }: WidgetSheetProps) {
  const [widget, setWidget] = useState<Record<string, unknown>>(start);
  const [at, setAt] = useState<DefinitionPath>(ROOT);
  const issues = useIssues({ definition: widget, saved: isNew ? null : start, check, order: ORDER });
  const set = useCallback(
    (path: DefinitionPath, value: unknown) => setWidget((before) => withValue(before, path, value)),
    [],
  );
  const goToIssue = (path: DefinitionPath) => {
    setAt(holderOf(widget, path));
    focusPath(path);
  };
  const still = refused.filter(
    ({ path }) => JSON.stringify(valueAt(widget, path)) === JSON.stringify(valueAt(start, path)),
  );
  const shown = [...still, ...issues.shown.filter(({ path }) => !issueAt(still, path, true))];
  const done = async () => {
    const [first] = await issues.checkNow();
    if (first) goToIssue(first.path);
    else onDone(widget as unknown as Widget);
  };
  const kind = kindOfWidget(widget.type as Widget["type"]);
  const inner = at.length > 0 ? (valueAt(widget, at) as Widget | undefined) : undefined;
  const nested = useMemo(() => ({ open: setAt }), []);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title={
          isNew ? `New widget: ${kind.label.toLowerCase()}` : `Edit ${String(widget.title ?? kind.label)}`
        }
        description={kind.sentence}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" onClick={() => void done()}>
              {isNew ? "Add widget" : "Apply"}
            </Button>
          </>
        }
      >
        <DefinitionEditorContext
          value={{ definition: widget, issues: shown, set, touch: issues.touch, goToIssue }}
        >
          <NestedContext value={nested}>
            <div className="grid gap-6">
              {inner && (
                <div className="flex items-center gap-2">
                  <Button size="sm" variant="ghost" onClick={() => setAt(holderOf(widget, at.slice(0, -1)))}>
                    <ArrowLeft aria-hidden /> Back
                  </Button>
                  <p className="text-sm font-medium">
                    {kindOfWidget(inner.type).label} in {kind.label.toLowerCase()}
                  </p>
                </div>
              )}
              <WidgetForm key={at.join(".")} base={inner ? at : ROOT} />
              <Preview widget={inner ?? (widget as unknown as Widget)} />
            </div>
          </NestedContext>
        </DefinitionEditorContext>
      </SheetContent>
    </Sheet>
  );
}

/** The path of the innermost widget that holds a place: that of a group is where its form is. */
function holderOf(widget: object, path: DefinitionPath): DefinitionPath {
  let holder: DefinitionPath = ROOT;
  for (let length = 1; length <= path.length; length += 1) {
    const here = path.slice(0, length);
    const isWidget = here.at(-2) === "widgets" && typeof here.at(-1) === "number";
    if (isWidget && isWithin(path, here) && valueAt(widget, here) !== undefined) holder = here;
  }
  return holder;
}

/** What it would show, as soon as it can be asked for. */
function Preview({ widget }: { widget: Widget }) {
  const { look, entitiesOf } = useBoard();
  const settled = useDeferredValue(widget);
  const lacks = useMemo(() => checkWidget(settled), [settled]);
  const board = useMemo(() => ({ page: null, look, preview: true, entitiesOf }), [look, entitiesOf]);
  return (
    <section aria-label="Preview" className="grid gap-2 border-t pt-4">
      <p className="text-muted-foreground text-xs font-medium">Preview</p>
      {lacks.length > 0 ? (
        <p className="text-muted-foreground rounded-lg border border-dashed px-4 py-6 text-center text-sm">
          Fill in the form to see what it shows.
        </p>
      ) : (
        <BoardContext value={board}>
          <div className="max-h-96 overflow-hidden [&>section]:max-h-96">
            <WidgetCard widget={settled} nested />
          </div>
        </BoardContext>
      )}
    </section>
  );
}
