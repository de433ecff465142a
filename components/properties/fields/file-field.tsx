"use client";

import { CircleAlert, FileText, Upload } from "lucide-react";
import { useRef, useState } from "react";
import type { LintLanguage } from "@/components/code/lint";
import { CodeField } from "@/components/code/code-field";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { useFieldControl } from "@/components/ui/field-context";
import { formatBytes } from "@/components/ui/format";
import { acceptedEndings, readTextFile } from "../text-file";
import type { PropertyControlProps } from "./control-props";

const LANGUAGES: Readonly<Record<string, LintLanguage>> = { json: "json", yaml: "yaml", yml: "yaml" };

/** The content of a text file: chosen or dropped, then shown to be read and mended. */
export function FileField({ definition, value, onChange, onBlur, label, id }: PropertyControlProps) {
  const control = useFieldControl();
  const baseId = id ?? control.id ?? "file";
  const chooser = useRef<HTMLInputElement>(null);
  const [name, setName] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const text = typeof value === "string" ? value : "";
  const endings = acceptedEndings(definition);
  const take = async (file: File | undefined) => {
    if (!file || control.disabled) return;
    const read = await readTextFile(file, definition);
    setFault(read.fault ?? null);
    if (read.text === undefined) return;
    setName(file.name);
    onChange(read.text);
  };
  const remove = () => {
    setName(null);
    setFault(null);
    onChange("");
    document.getElementById(baseId)?.focus();
  };
  const filled = text !== "";
  const faultId = `${baseId}-refused`;
  return (
    <div
      className="grid gap-2"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      <input
        ref={chooser}
        type="file"
        hidden
        aria-hidden
        tabIndex={-1}
        accept={endings.join(",")}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // The same file can be chosen again after it was mended.
          event.target.value = "";
        }}
      />
      <div
        className={cn(
          "flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-dashed px-3 py-2.5 text-sm",
          over && "border-primary bg-primary-subtle",
        )}
      >
        {filled ? (
          <FileText aria-hidden className="text-muted-foreground size-4 shrink-0" />
        ) : (
          <Upload aria-hidden className="text-muted-foreground size-4 shrink-0" />
        )}
        <span className="min-w-0 flex-1 break-words" role="status">
          {filled ? (
            <>
              {name ?? "Text"}{" "}
              <span className="text-muted-foreground tabular text-xs">
                {formatBytes(new TextEncoder().encode(text).length)}
              </span>
            </>
          ) : (
            <span className="text-muted-foreground">
              Drop a text file here{endings.length > 0 && ` (${endings.join(", ")})`}
            </span>
          )}
        </span>
        <Button
          id={baseId}
          size="sm"
          aria-label={`${filled ? "Replace file" : "Choose file"}${label ? `: ${label}` : ""}`}
          aria-describedby={
            [control["aria-describedby"], fault && faultId].filter(Boolean).join(" ") || undefined
          }
          disabled={control.disabled}
          onClick={() => chooser.current?.click()}
        >
          {filled ? "Replace" : "Choose file"}
        </Button>
        {filled && !control.disabled && (
          <Button size="sm" variant="ghost" aria-label="Remove file" onClick={remove}>
            Remove
          </Button>
        )}
      </div>
      {fault && (
        <p id={faultId} role="alert" className="text-danger flex items-start gap-1.5 text-xs">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" /> {fault}
        </p>
      )}
      {filled && (
        <CodeField
          id={`${baseId}-content`}
          label={`Content of ${name ?? "the file"}`}
          language={LANGUAGES[name?.split(".").pop()?.toLowerCase() ?? ""]}
          value={text}
          onChange={onChange}
          onBlur={onBlur}
        />
      )}
    </div>
  );
}
