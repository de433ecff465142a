import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";

export interface CodeBlockProps {
  code: string;
  /** Shown in the header: a file name, "YAML". */
  title?: string;
  /** What it is, for assistive technology, where the title stands elsewhere. */
  label?: string | undefined;
  /** Numbers the lines. */
  lineNumbers?: boolean;
  /** Height beyond which it scrolls; "none" shows everything. */
  maxHeight?: "sm" | "md" | "none";
  className?: string;
}

const heights = { sm: "max-h-60", md: "max-h-120", none: "" };

/** Text of a machine, with copy. */
export function CodeBlock({
  code,
  title,
  label,
  lineNumbers = false,
  maxHeight = "md",
  className,
}: CodeBlockProps) {
  const lines = code.replace(/\n$/, "").split("\n");
  return (
    <div className={cn("group bg-muted/60 relative min-w-0 overflow-hidden rounded-md border", className)}>
      {title && (
        <div className="text-muted-foreground flex h-8 items-center justify-between border-b pr-1 pl-3 text-xs font-medium">
          {title}
          <CopyButton value={code} label={`Copy ${title}`} className="print-hidden" />
        </div>
      )}
      {!title && (
        <CopyButton
          value={code}
          label="Copy code"
          className="bg-card print-hidden absolute top-1.5 right-1.5 z-10"
        />
      )}
      <pre
        tabIndex={0}
        data-print-expand
        aria-label={title ?? label ?? "Code"}
        role="region"
        className={cn(
          "overflow-auto p-3 font-mono text-xs leading-5 focus-visible:-outline-offset-2",
          !title && "pr-10",
          heights[maxHeight],
        )}
      >
        {lineNumbers ? (
          <code className="grid grid-cols-[auto_1fr] gap-x-4">
            {lines.map((line, index) => (
              <span key={index} className="contents">
                <span aria-hidden className="text-muted-foreground tabular text-right select-none">
                  {index + 1}
                </span>
                <span>{line || "\n"}</span>
              </span>
            ))}
          </code>
        ) : (
          <code>{lines.join("\n")}</code>
        )}
      </pre>
    </div>
  );
}
