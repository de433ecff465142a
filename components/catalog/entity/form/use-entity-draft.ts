"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import type { EditorIssue } from "@/components/code/json-editor";
import type { TextLanguage } from "@/components/code/parse-document";
import { initialValues } from "@/components/properties/form-values";
import { usePropertyForm } from "@/components/properties/use-property-form";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC, useTRPCClient } from "@/components/trpc/provider";
import type { BlueprintDefinition, EntityRecord } from "@/server/catalog/schema";
import { contentOf, documentOf, patchOf, withoutField } from "./entity-text";
import type { EntityDocument } from "./entity-text";
import { entityBody, entityFormSet, entityFormValues, entityIssues, titledValues } from "./form-set";
import type { EntityContent } from "./form-set";

export type DraftMode = "form" | TextLanguage;

export interface DraftConflict {
  base: EntityRecord;
  theirs: EntityRecord;
  yours: EntityContent;
}

interface DraftOptions {
  blueprint: BlueprintDefinition;
  /** The entity that is changed; without it, a new one is made. */
  entity: EntityRecord | undefined;
  /** What a new one is called to begin with. */
  title?: string | undefined;
  onSaved: (saved: EntityRecord) => void;
}

const NEW: EntityContent = { identifier: "", title: null, team: [], properties: {}, relations: {} };

async function print(document: EntityDocument, language: TextLanguage): Promise<string> {
  if (language === "json") return `${JSON.stringify(document, null, 2)}\n`;
  const { stringify } = await import("yaml");
  return stringify(document);
}

/**
 * An entity that is being written: as a form or as text, one draft behind both. The server's issues land on their fields or
 * their lines; a change by somebody else meanwhile becomes `conflict`.
 */
export function useEntityDraft({ blueprint, entity, title, onSaved }: DraftOptions) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const create = useMutation(trpc.catalog.entities.create.mutationOptions());
  const update = useMutation(trpc.catalog.entities.update.mutationOptions());
  const isNew = entity === undefined;
  const rights = useQuery(
    trpc.catalog.access.mine.queryOptions({
      blueprint: blueprint.identifier,
      ...(entity && { identifier: entity.identifier }),
    }),
  );
  /** The version that the draft stands on; newer ones are taken over in a conflict. */
  const [base, setBase] = useState(entity);
  const [mode, setMode] = useState<DraftMode>("form");
  const [text, setText] = useState("");
  const [issues, setIssues] = useState<EditorIssue[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const [conflict, setConflict] = useState<DraftConflict | null>(null);
  const [takenOver, setTakenOver] = useState(false);
  const printed = useRef("");

  const set = useMemo(() => entityFormSet(blueprint, isNew, rights.data), [blueprint, isNew, rights.data]);
  const values = useMemo(
    () => (entity ? entityFormValues(entity) : title === undefined ? {} : titledValues(title)),
    [entity, title],
  );

  /** Sends the draft; a conflict with a newer version is kept to be shown, anything else is thrown. */
  const save = async (document: EntityDocument): Promise<void> => {
    try {
      const saved = base
        ? await update.mutateAsync({
            blueprint: blueprint.identifier,
            identifier: base.identifier,
            patch: document,
            revision: base.revision,
          })
        : await create.mutateAsync({ blueprint: blueprint.identifier, entity: document });
      await queryClient.invalidateQueries(trpc.catalog.pathFilter());
      onSaved(saved);
    } catch (error) {
      if (!base || readFailure(error).code !== "conflict") throw error;
      const theirs = await client.catalog.entities.get.query({
        blueprint: blueprint.identifier,
        identifier: base.identifier,
      });
      // The same version still: the conflict is about something else, such as an identifier that is taken.
      if (theirs.revision === base.revision) throw error;
      const yours = contentOf({ ...documentOf(blueprint, base), ...document });
      setConflict({ base, theirs, yours });
    }
  };

  const form = usePropertyForm({
    set,
    // Relations are picked as forms pick entities.
    scope: "input",
    values,
    mapIssues: entityIssues,
    onSubmit: (filled) => save({ ...entityBody(blueprint, filled, isNew) }),
  });

  const readText = async (): Promise<EntityDocument | null> => {
    if (mode === "form") return null;
    const { parseText } = await import("@/components/code/parse-document");
    const { value, fault } = parseText(text, mode);
    if (!fault && typeof value === "object" && value !== null && !Array.isArray(value))
      return value as EntityDocument;
    setIssues([
      {
        path: [],
        message: fault?.message ?? "An entity is an object with keys and values.",
        line: fault?.line ?? 1,
      },
    ]);
    return null;
  };

  const showIssues = async (found: { path: (string | number)[]; message: string }[]): Promise<void> => {
    const { lineOfPath } = await import("@/components/code/json-position");
    setIssues(found.map((issue) => ({ ...issue, line: lineOfPath(text, issue.path) })));
  };

  const sendText = async (): Promise<void> => {
    setIssues([]);
    setFailure(null);
    const document = await readText();
    if (!document) return;
    try {
      await save(base ? patchOf(blueprint, base, document) : document);
    } catch (error) {
      const found = readFailure(error).issues;
      await showIssues(found);
      if (found.length === 0) setFailure(error);
    }
  };

  const fillForm = (content: EntityContent) =>
    form.replace(initialValues(form.keys, set.properties, entityFormValues(content)));

  const showText = async (content: EntityContent, language: TextLanguage): Promise<void> => {
    printed.current = await print(documentOf(blueprint, content), language);
    setText(printed.current);
  };

  const inForm = (): EntityContent =>
    contentOf({ ...documentOf(blueprint, base ?? NEW), ...entityBody(blueprint, form.readValues(), isNew) });

  /** Shows the same draft in another way. Text that the form could not hold stays text, with the reason. */
  const show = async (next: DraftMode): Promise<void> => {
    if (next === mode) return;
    setFailure(null);
    if (mode === "form") {
      if (next !== "form") await showText(inForm(), next);
      setIssues([]);
      setMode(next);
      return;
    }
    setIssues([]);
    const document = await readText();
    if (!document) return;
    if (next === "form") {
      const lost = withoutField(blueprint, document);
      if (lost.length > 0)
        return showIssues(
          lost.map((key) => ({
            path: key.split("."),
            message: "The form has no field for this key. Remove it or correct it first.",
          })),
        );
      fillForm(contentOf(document));
    } else await showText(contentOf(document), next);
    setMode(next);
  };

  const submit = async (): Promise<void> => {
    if (saving || form.submitting) return;
    setSaving(true);
    try {
      await (mode === "form" ? form.submit() : sendText());
    } finally {
      setSaving(false);
    }
  };

  /** Goes on from the newer version, with what was decided. */
  const resolve = async (merged: EntityContent): Promise<void> => {
    if (!conflict) return;
    setBase(conflict.theirs);
    setConflict(null);
    setTakenOver(true);
    fillForm(merged);
    if (mode !== "form") await showText(merged, mode);
  };

  return {
    form,
    mode,
    show,
    text,
    setText,
    issues,
    failure,
    submit,
    saving: saving || form.submitting,
    isDirty: takenOver || form.isDirty || (mode !== "form" && text !== printed.current),
    conflict,
    resolve,
    leaveConflict: () => setConflict(null),
    /** Whether they may write at all: some may change a few values alone. */
    mayWrite:
      rights.data === undefined ||
      (isNew
        ? rights.data.register
        : rights.data.update ||
          [rights.data.properties, rights.data.relations].some((keys) => Object.values(keys).includes(true))),
  };
}
