import { Badge } from "@/components/ui/badge";
import { Card, SectionCard } from "@/components/ui/card";
import { CodeBlock } from "@/components/code/code-block";
import { Markdown } from "@/components/ui/markdown";
import type { Tone } from "@/components/ui/status";
import type { ApiBody, ApiDocument, ApiOperation } from "./open-api";

const TONES: Record<string, Tone> = {
  GET: "info",
  SUBSCRIBE: "info",
  RECEIVE: "info",
  POST: "success",
  PUBLISH: "success",
  SEND: "success",
  PUT: "warning",
  PATCH: "warning",
  DELETE: "danger",
};

const MESSAGE_WAYS = new Set(["PUBLISH", "SUBSCRIBE", "SEND", "RECEIVE"]);

/** An API's document to read: its operations by group, each with what goes in and what comes out. */
export function ApiDocumentView({ document }: { document: ApiDocument }) {
  return (
    <>
      <Card className="grid gap-2 px-4 py-3">
        <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold tracking-tight">
          {document.title || "Untitled"} {document.version && <Badge mono>{document.version}</Badge>}
        </h2>
        {document.description && <Markdown level={3}>{document.description}</Markdown>}
        {document.servers.length > 0 && (
          <p className="text-muted-foreground text-xs">
            Served at{" "}
            <span className="font-mono [overflow-wrap:anywhere]">{document.servers.join(", ")}</span>
          </p>
        )}
      </Card>
      {document.groups.length === 0 && (
        <p className="text-muted-foreground">The document has no operations.</p>
      )}
      {document.groups.map((group) => (
        <SectionCard key={group.name} title={group.name} padded={false}>
          <ul className="divide-y">
            {group.operations.map((operation) => (
              <li key={operation.id}>
                <Operation operation={operation} />
              </li>
            ))}
          </ul>
        </SectionCard>
      ))}
    </>
  );
}

function Operation({ operation }: { operation: ApiOperation }) {
  const { method, path, summary, description, deprecated, parameters, request, responses } = operation;
  return (
    <details className="group/operation">
      <summary className="hover:bg-muted/60 flex min-h-10 cursor-pointer flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5">
        <Badge tone={TONES[method] ?? "neutral"} mono className="min-w-16 justify-center">
          {method}
        </Badge>
        <code className="font-mono text-xs font-medium [overflow-wrap:anywhere]">{path}</code>
        {deprecated && <Badge tone="warning">Deprecated</Badge>}
        <span className="text-muted-foreground min-w-0">{summary}</span>
      </summary>
      <div className="grid gap-4 px-4 pt-1 pb-4">
        {description && <Markdown level={3}>{description}</Markdown>}
        {parameters.length > 0 && (
          <section className="grid gap-1">
            <h3 className="text-xs font-semibold">Parameters</h3>
            <ul className="grid gap-1 text-sm">
              {parameters.map((parameter) => (
                <li
                  key={`${parameter.in} ${parameter.name}`}
                  className="flex flex-wrap items-baseline gap-x-2"
                >
                  <code className="font-mono text-xs font-medium">{parameter.name}</code>
                  <span className="text-muted-foreground text-xs">
                    {parameter.in}, <span className="font-mono">{parameter.type}</span>
                    {parameter.required && ", required"}
                  </span>
                  <span>{parameter.description}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Bodies title="Request" bodies={request} />
        <Bodies title={MESSAGE_WAYS.has(method) ? "Messages" : "Answers"} bodies={responses} />
      </div>
    </details>
  );
}

function Bodies({ title, bodies }: { title: string; bodies: readonly ApiBody[] }) {
  if (bodies.length === 0) return null;
  return (
    <section className="grid gap-1.5">
      <h3 className="text-xs font-semibold">{title}</h3>
      {bodies.map(({ label, type }) =>
        type === null ? (
          <p key={label} className="text-sm">
            {label}
          </p>
        ) : (
          <CodeBlock key={label} title={label} code={type} maxHeight="sm" />
        ),
      )}
    </section>
  );
}
