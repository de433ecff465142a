"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import dynamic from "next/dynamic";
import { useCallback, useState } from "react";
import { IconTile } from "@/components/catalog/blueprint-icon";
import { DefinitionEditorContext } from "@/components/definition-editor/context";
import { EditorShell, lazyTab } from "@/components/definition-editor/editor-shell";
import type { EditorTab } from "@/components/definition-editor/editor-shell";
import { focusPath } from "@/components/definition-editor/focus";
import { isWithin, withValue } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { useDefinition } from "@/components/definition-editor/use-definition";
import type { Basis } from "@/components/definition-editor/use-definition";
import { useIssues } from "@/components/definition-editor/use-issues";
import { placeParams, usePlace } from "@/components/definition-editor/use-place";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { AdminPage } from "@/components/settings/admin-page";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { actionHref } from "../action-types";
import type { StoredAction } from "../action-types";
import { isActionDraft, isSelfService } from "./action-draft";
import type { ActionDraft } from "./action-draft";
import { actionsHref } from "./action-paths";
import { ActionEditorContext } from "./editor-context";
import type { ActionEditor as Editor } from "./editor-context";
import { DiscardDraft, EditorMeta, EditorNotices, Unpublish } from "./editor-meta";
import { builderTabIds, builderTabs, placeOf } from "./tabs";
import { useActionCheck } from "./use-action-check";
import { useSave } from "./use-save";

const RestoredBanner = dynamic(
  () => import("@/components/definition-editor/restored-banner").then((module) => module.RestoredBanner),
  { ssr: false },
);

const NONE: readonly BlueprintDefinition[] = [];
/** Members in the order in which the tabs show them. */
const ORDER = ["title", "identifier", "icon", "description", "documentation", "trigger", "invocationMethod"];
/** Parts beside which the form is worth seeing; the others have an example or a preview of their own. */
const BESIDE = new Set(["general", "inputs", "layout"]);
const preview = {
  label: "Preview",
  icon: <Eye aria-hidden />,
  Panel: lazyTab(() => import("./preview/preview-aside").then((module) => module.PreviewAside)),
};
const params = placeParams(builderTabIds as [string, ...string[]]);

/** An action, edited part by part in forms, as text beside them, or both at once. */
export function ActionEditor({
  stored,
  start,
}: {
  /** Null for a new action. */
  stored: StoredAction | null;
  start: Basis<ActionDraft>;
}) {
  const identifier = stored?.identifier ?? null;
  const trpc = useTRPC();
  const list = useQuery(trpc.catalog.blueprints.list.queryOptions({ hidden: true }));
  const [{ tab, item, code }, goTo, setCode] = usePlace(params);
  const draft = useDefinition(`action:${identifier ?? "new"}`, start, isActionDraft);
  const { definition, basis, change } = draft;
  const isNew = stored === null;
  const saved = isNew ? null : basis.definition;
  const { check, warnings } = useActionCheck(identifier);
  const [openedDraft] = useState(Boolean(stored?.draft));
  const issues = useIssues({
    definition,
    saved: stored?.draft ? null : saved,
    check,
    order: ORDER,
    eager: openedDraft,
  });

  const goToIssue = useCallback(
    (path: DefinitionPath) => {
      const place = placeOf(path);
      goTo(place.tab, place.item);
      focusPath(path);
    },
    [goTo],
  );
  const save = useSave({ stored, draft, issues, goToIssue });
  const set = useCallback(
    (path: DefinitionPath, value: unknown) => change((before) => withValue(before, path, value)),
    [change],
  );
  const guard = useLeaveGuard({ when: draft.dirty && !save.leaving, onDiscard: draft.forget });
  const editor: Editor = {
    definition,
    saved,
    identifier,
    revision: basis.revision,
    dirty: draft.dirty,
    blueprints: list.data ?? NONE,
    issues: issues.shown,
    change,
    set,
    update: set,
    touch: issues.touch,
    issuesAt: (path) => issues.shown.filter((issue) => isWithin(issue.path, path)),
    goToIssue,
    select: goToIssue,
    tab,
    item,
    goTo,
    reload: save.reload,
  };
  const tabs: EditorTab[] = builderTabs
    .filter(({ offered }) => offered?.(definition, saved !== null) ?? true)
    .map(({ id, label, count, Panel }) => ({ id, label, count: count?.(definition), Panel }));
  const title = definition.title || (isNew ? "New action" : definition.identifier);
  return (
    <ActionEditorContext value={editor}>
      <DefinitionEditorContext value={editor}>
        <div
          className="contents"
          onKeyDown={(event) => {
            if (event.key !== "s" || !(event.metaKey || event.ctrlKey)) return;
            event.preventDefault();
            void save.keep();
          }}
        >
          <AdminPage
            title={title}
            icon={<IconTile name={definition.icon} size="lg" />}
            meta={
              <EditorMeta
                stored={stored}
                identifier={definition.identifier}
                revision={basis.revision}
                dirty={draft.dirty}
              />
            }
            breadcrumbs={[{ label: "Action forms", href: actionsHref }, { label: title }]}
            secondaryActions={
              <>
                {draft.dirty && !isNew && <Button onClick={draft.discard}>Discard changes</Button>}
                {!draft.dirty && stored?.draft && <DiscardDraft onConfirm={save.discard} />}
                {!draft.dirty && stored && !stored.draft && stored.publish !== false && (
                  <Unpublish onConfirm={save.hide} />
                )}
                {identifier !== null && isSelfService(definition) && (
                  <ButtonLink href={actionHref(identifier)}>Open the form</ButtonLink>
                )}
                <Button loading={save.pending === "keep"} onClick={() => void save.keep()}>
                  Save draft
                </Button>
              </>
            }
            action={
              <Button
                variant="primary"
                loading={save.pending === "publish"}
                onClick={() => void save.publish()}
              >
                Publish
              </Button>
            }
          >
            <EditorShell
              label="Parts of the action"
              tabs={tabs as [EditorTab, ...EditorTab[]]}
              tab={tab}
              onTab={(next) => goTo(next)}
              tabOf={(path) => placeOf(path).tab}
              code={code}
              onCode={setCode}
              aside={isSelfService(definition) && BESIDE.has(tab) ? preview : undefined}
              text={{
                noun: "action",
                shape:
                  'An action is an object with an "identifier" and a "trigger". Titles, icons and descriptions are texts; inputs and rules are objects.',
                onDefinition: (value) => {
                  if (!isActionDraft(value)) return false;
                  change(() => value);
                  return true;
                },
              }}
              banner={
                <>
                  <FormError error={save.failure} />
                  <EditorNotices stored={stored} warnings={warnings} />
                  <RestoredBanner shown={draft.restored && draft.dirty} onDiscard={draft.discard} />
                </>
              }
            />
          </AdminPage>
          {save.dialog}
        </div>
        {guard}
      </DefinitionEditorContext>
    </ActionEditorContext>
  );
}
