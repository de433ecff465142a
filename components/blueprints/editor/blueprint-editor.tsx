"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useCallback, useMemo } from "react";
import { IconTile } from "@/components/catalog/blueprint-icon";
import { blueprintHref } from "@/components/catalog/catalog-types";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { AdminPage } from "@/components/settings/admin-page";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { blueprintsHref } from "../blueprint-paths";
import { withValue } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { DefinitionEditorContext } from "@/components/definition-editor/context";
import { checkDefinition } from "../draft/check-definition";
import { isBlueprint } from "./basis";
import { placeOf } from "../draft/sections";
import { useDefinition } from "@/components/definition-editor/use-definition";
import type { Basis } from "@/components/definition-editor/use-definition";
import { EditorContext } from "./editor-context";
import type { Editor } from "./editor-context";
import { BlueprintTabs } from "./blueprint-tabs";
import { editorParams } from "./editor-params";
import { focusPath } from "@/components/definition-editor/focus";
import { useIssues } from "@/components/definition-editor/use-issues";
import { usePlace } from "@/components/definition-editor/use-place";
import { useSave } from "./use-save";

const RestoredBanner = dynamic(
  () => import("@/components/definition-editor/restored-banner").then((module) => module.RestoredBanner),
  {
    ssr: false,
  },
);

const NONE: readonly BlueprintDefinition[] = [];
/** Members in the order in which the forms show them. */
const ORDER = ["title", "identifier", "icon", "description", "ownership", "changelogDestination", "schema"];

/** A blueprint, edited part by part in forms, as text beside them, or both at once. */
export function BlueprintEditor({
  identifier,
  start,
}: {
  identifier: string | null;
  start: Basis<BlueprintDefinition>;
}) {
  const trpc = useTRPC();
  const list = useQuery(trpc.catalog.blueprints.list.queryOptions({ hidden: true }));
  const [{ tab, item, code }, goTo, setCode] = usePlace(editorParams);
  const draft = useDefinition(`blueprint:${identifier ?? "new"}`, start, isBlueprint);
  const { definition, basis, change } = draft;
  const saved = basis.revision === null ? null : basis.definition;
  const stored: readonly BlueprintDefinition[] = list.data ?? NONE;
  const others = useMemo(
    () => stored.filter((other) => other.identifier !== definition.identifier),
    [stored, definition.identifier],
  );
  const check = useCallback(
    (candidate: BlueprintDefinition) => checkDefinition(candidate, saved, others),
    [saved, others],
  );
  const issues = useIssues({ definition, saved, check, order: ORDER });

  const goToIssue = useCallback(
    (path: DefinitionPath) => {
      const place = placeOf(path);
      goTo(place.tab, place.item ?? null);
      focusPath(path);
    },
    [goTo],
  );
  const save = useSave({ identifier, draft, issues, goToIssue });
  const set = useCallback(
    (path: DefinitionPath, value: unknown) => change((before) => withValue(before, path, value)),
    [change],
  );
  const guard = useLeaveGuard({ when: draft.dirty && !save.leaving, onDiscard: draft.forget });

  const editor: Editor = {
    definition,
    saved,
    revision: basis.revision,
    blueprints: useMemo(() => [...others, definition], [others, definition]),
    entityCount: list.data?.find((one) => one.identifier === identifier)?.entityCount ?? 0,
    dirty: draft.dirty,
    issues: issues.shown,
    change,
    set,
    touch: issues.touch,
    tab,
    item,
    goTo,
    goToIssue,
    reload: save.reload,
  };
  const isNew = identifier === null;
  const title = definition.title || (isNew ? "New blueprint" : definition.identifier);
  return (
    <EditorContext value={editor}>
      <DefinitionEditorContext value={editor}>
        <div
          className="contents"
          onKeyDown={(event) => {
            if (event.key !== "s" || !(event.metaKey || event.ctrlKey)) return;
            event.preventDefault();
            void save.start();
          }}
        >
          <AdminPage
            title={title}
            icon={<IconTile name={definition.icon} size="lg" />}
            meta={
              <>
                {definition.identifier && <span className="font-mono text-xs">{definition.identifier}</span>}
                {basis.revision !== null && <span className="tabular">Revision {basis.revision}</span>}
                <span role="status">
                  {draft.dirty ? "Unsaved changes" : isNew ? "Not saved yet" : "No unsaved changes"}
                </span>
              </>
            }
            breadcrumbs={[{ label: "Blueprints", href: blueprintsHref }, { label: title }]}
            secondaryActions={
              <>
                {draft.dirty && !isNew && <Button onClick={draft.discard}>Discard changes</Button>}
                {!isNew && <ButtonLink href={blueprintHref(identifier)}>Entities</ButtonLink>}
              </>
            }
            action={
              <Button variant="primary" loading={save.pending} onClick={() => void save.start()}>
                {isNew ? "Create blueprint" : "Review and save"}
              </Button>
            }
          >
            <BlueprintTabs
              code={code}
              onCode={setCode}
              banner={
                <>
                  <FormError error={save.failure} />
                  <RestoredBanner shown={draft.restored && draft.dirty} onDiscard={draft.discard} />
                </>
              }
            />
          </AdminPage>
          {save.dialog}
        </div>
        {guard}
      </DefinitionEditorContext>
    </EditorContext>
  );
}
