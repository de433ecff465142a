"use client";

import { useMemo, useRef, useState } from "react";
import { CodePanel } from "@/components/definition-editor/code-panel";
import type { CodeLanguage } from "@/components/definition-editor/code-language";
import { DefinitionEditorContext } from "@/components/definition-editor/context";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import type { DefinitionDraft } from "@/components/definition-editor/use-definition";
import { definitionSchema } from "@/server/dashboards/schema";
import type { BoardDocument, BoardDraft } from "./board-draft";
import { documentOf, draftFrom } from "./board-draft";

interface BoardCodeProps {
  draft: DefinitionDraft<BoardDraft>;
  /** What the server refused, by path in the document. */
  issues: readonly DefinitionIssue[];
  onClose: () => void;
}

const isDocument = (value: unknown): value is BoardDocument =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Partial<BoardDocument>).title === "string" &&
  definitionSchema.safeParse((value as Partial<BoardDocument>).definition).success;

/** The page as text, beside its widgets: what is typed shows there at once, and the other way round. */
export function BoardCode({ draft, issues }: BoardCodeProps) {
  const [language, setLanguage] = useState<CodeLanguage>("json");
  /** The text that somebody typed, and the draft that came of it: it must not be written anew under their hands. */
  const typed = useRef<{ document: BoardDocument; draft: BoardDraft } | null>(null);
  const board = draft.definition;
  const document = useMemo(
    () => (typed.current?.draft === board ? typed.current.document : documentOf(board)),
    [board],
  );
  return (
    <DefinitionEditorContext
      value={{
        definition: document,
        issues,
        set: () => undefined,
        touch: () => undefined,
        goToIssue: () => undefined,
      }}
    >
      <div className="min-w-0 xl:sticky xl:top-14">
        <CodePanel
          noun="dashboard"
          shape="A dashboard has a title and a definition with widgets and a layout, each as the documentation says."
          language={language}
          onLanguage={(next) => setLanguage(next ?? "json")}
          onDefinition={(value) => {
            if (!isDocument(value)) return false;
            // Ids and defaults that are left out are filled in.
            const made = draftFrom({
              ...value,
              definition: {
                ...value.definition,
                widgets: value.definition.widgets ?? [],
                layout: value.definition.layout ?? [],
              },
            });
            typed.current = { document: value, draft: made };
            draft.change(made);
            return true;
          }}
        />
      </div>
    </DefinitionEditorContext>
  );
}
