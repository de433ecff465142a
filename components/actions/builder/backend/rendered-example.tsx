"use client";

import { CodeBlock } from "@/components/code/code-block";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import { readFailure } from "@/components/states/domain-error";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import { useActionEditor } from "../editor-context";
import { TrialBar } from "../trial/trial-bar";
import type { usePayload } from "../trial/use-payload";

interface RenderedExampleProps {
  query: ReturnType<typeof usePayload>;
  /** Whether inputs that nobody filled in have made-up values. */
  samples: boolean;
}

/** What the backend would be sent, rendered anew while the definition changes. Nothing is run. */
export function RenderedExample({ query, samples }: RenderedExampleProps) {
  const { goToIssue, goTo } = useActionEditor();
  const { data, error, isFetching } = query;
  const failure = error ? readFailure(error) : null;
  return (
    <SectionCard
      title="Rendered example"
      description={
        samples ? "With made-up values for what nobody filled in. Nothing is sent." : "Nothing is sent."
      }
      actions={isFetching && <Spinner />}
    >
      <div className="grid min-w-0 gap-4">
        {samples && <TrialBar />}
        {failure && (
          <p role="alert" className="text-danger text-sm">
            {failure.issues[0]?.message ?? failure.message}
          </p>
        )}
        {data && data.issues.length > 0 && <Issues issues={data.issues} onGo={goToIssue} />}
        {data && (
          <CodeBlock code={JSON.stringify(data.payload, null, 2)} label="Rendered example" maxHeight="md" />
        )}
        {samples && (
          <Button size="sm" variant="ghost" className="justify-self-start" onClick={() => goTo("preview")}>
            Fill in the form yourself
          </Button>
        )}
      </div>
    </SectionCard>
  );
}

function Issues({
  issues,
  onGo,
}: {
  issues: readonly DefinitionIssue[];
  onGo: (path: DefinitionIssue["path"]) => void;
}) {
  return (
    <div className="border-danger-border bg-danger-subtle text-danger rounded-md border px-3 py-2 text-sm">
      <p className="font-medium">
        {issues.length === 1 ? "One template fails" : `${issues.length} templates fail`} with these values.
      </p>
      <ul className="mt-1 grid gap-0.5">
        {issues.map(({ path, message }) => (
          <li key={path.join("/")} className="min-w-0">
            <button
              type="button"
              onClick={() => onGo(path)}
              className="rounded-xs text-left [overflow-wrap:anywhere] hover:underline"
            >
              <span className="font-mono text-xs">{path.slice(1).join(" › ")}</span>: {message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
