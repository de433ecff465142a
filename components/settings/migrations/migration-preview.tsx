import type { inferRouterOutputs } from "@trpc/server";
import { CodeBlock } from "@/components/code/code-block";
import { Badge } from "@/components/ui/badge";
import { formatCount } from "@/components/ui/format";
import type { AppRouter } from "@/server/api/root";

type Preview = inferRouterOutputs<AppRouter>["catalog"]["migrations"]["preview"];

/** What a migration would do to real entities: how many would succeed, what would fail and why, and some results. */
export function MigrationPreview({ preview }: { preview: Preview }) {
  return (
    <section aria-label="What it would do" className="grid gap-3">
      <h3 className="text-sm font-semibold">What it would do</h3>
      <p role="status" className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone="success">{formatCount(preview.succeeding)} would succeed</Badge>
        <Badge tone={preview.failing > 0 ? "danger" : "neutral"}>
          {formatCount(preview.failing)} would fail
        </Badge>
        <span className="text-muted-foreground">
          of {preview.truncated && "the first "}
          {formatCount(preview.total)} entities
        </span>
      </p>
      {preview.failures.length > 0 && (
        <ul
          tabIndex={0}
          aria-label="What would fail"
          className="border-danger-border max-h-52 divide-y overflow-auto rounded-md border text-sm"
        >
          {preview.failures.map((failure, index) => (
            <li key={index} className="px-3 py-1.5">
              <span className="font-mono text-xs font-medium">{failure.identifier}</span> {failure.message}
            </li>
          ))}
        </ul>
      )}
      {preview.examples.slice(0, 3).map(({ from, given }) => (
        <CodeBlock
          key={`${from} ${String(given.identifier)}`}
          title={`From ${from}`}
          code={JSON.stringify(given, null, 2)}
          maxHeight="sm"
        />
      ))}
    </section>
  );
}
