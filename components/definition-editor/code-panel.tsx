"use client";

import { useEffect, useId, useRef, useState } from "react";
import { parse, stringify, YAMLParseError } from "yaml";
import { JsonEditor } from "@/components/code/json-editor";
import type { EditorIssue } from "@/components/code/json-editor";
import { lineOfPath } from "@/components/code/json-position";
import { parseJson } from "@/components/code/parse-json";
import { SectionCard } from "@/components/ui/card";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { CodeLanguage } from "./code-language";
import { useDefinitionEditor } from "./context";

const print = (definition: unknown, language: CodeLanguage): string =>
  language === "json"
    ? `${JSON.stringify(definition, null, 2)}\n`
    : stringify(definition, { lineWidth: 100 });

/** Aliases would let a short text stand for a huge one. */
const MAX_ALIASES = 0;

function read(text: string, language: CodeLanguage): { value?: unknown; fault?: EditorIssue } {
  if (language === "json") {
    const { value, fault } = parseJson(text);
    return fault ? { fault: { path: [], ...fault } } : { value };
  }
  try {
    return { value: parse(text, { maxAliasCount: MAX_ALIASES }) as unknown };
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "It cannot be read.";
    return { fault: { path: [], message: `This is not valid YAML: ${message}`, line } };
  }
}

export interface CodePanelProps {
  /** "blueprint" or "action". */
  noun: string;
  /** Takes over what was read; false where the forms could not show it. */
  onDefinition: (value: unknown) => boolean;
  /** What a definition is, for one that is not taken over. */
  shape: string;
  language: CodeLanguage;
  onLanguage: (language: CodeLanguage | null) => void;
}

/** The definition as text, in the format that the API takes. What is typed here shows in the forms at once, and the other way round. */
export function CodePanel({ noun, shape, onDefinition, language, onLanguage }: CodePanelProps) {
  const id = useId();
  const { definition, issues } = useDefinitionEditor();
  const [text, setText] = useState(() => print(definition, language));
  const [fault, setFault] = useState<EditorIssue | null>(null);
  /** The definition and the language that the text stands for. */
  const shown = useRef({ definition, language });
  useEffect(() => {
    if (shown.current.definition === definition && shown.current.language === language) return;
    shown.current = { definition, language };
    setText(print(definition, language));
    setFault(null);
  }, [definition, language]);

  const type = (next: string) => {
    setText(next);
    const { value, fault: found } = read(next, language);
    if (found) return setFault(found);
    const before = shown.current;
    shown.current = { definition: value as object, language };
    if (onDefinition(value)) return setFault(null);
    shown.current = before;
    setFault({ path: [], message: shape, line: 1 });
  };
  const placed: EditorIssue[] = fault
    ? [fault]
    : issues.map((issue) => ({ ...issue, line: lineOfPath(text, issue.path) }));
  return (
    <SectionCard
      title="Code"
      padded={false}
      actions={
        <>
          <div role="group" aria-label="Language" className="inline-flex">
            {(["json", "yaml"] as const).map((one) => (
              <Button
                key={one}
                size="sm"
                variant={language === one ? "secondary" : "ghost"}
                aria-pressed={language === one}
                onClick={() => onLanguage(one)}
              >
                {one.toUpperCase()}
              </Button>
            ))}
          </div>
          <CopyButton value={text} label={`Copy ${language.toUpperCase()}`} />
        </>
      }
    >
      <div className="p-2">
        <JsonEditor
          id={id}
          label={`Definition of the ${noun}, ${language.toUpperCase()}`}
          value={text}
          onChange={type}
          issues={placed}
          note={fault ? "The forms keep what was last readable." : null}
        />
      </div>
    </SectionCard>
  );
}
