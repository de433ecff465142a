"use client";

import { ExternalLink } from "lucide-react";
import { backendLabel } from "@/components/actions/admin/backend-label";
import { CodeBlock } from "@/components/code/code-block";
import { SectionCard } from "@/components/ui/card";
import { Markdown } from "@/components/ui/markdown";
import type { RunView } from "./run-types";

/** Only what a browser opens as a page: a link from elsewhere is no program. */
const isWeb = (link: string): boolean => /^https?:\/\//i.test(link);

/** Where the run can be followed elsewhere. */
export function RunLinks({ links }: { links: readonly string[] }) {
  if (links.length === 0) return null;
  return (
    <ul aria-label="Links" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {links.map((link) => (
        <li key={link} className="min-w-0">
          {isWeb(link) ? (
            <a
              href={link}
              target="_blank"
              rel="noreferrer"
              className="text-primary-text inline-flex min-w-0 items-center gap-1 break-all hover:underline"
            >
              <ExternalLink aria-hidden className="size-3.5 shrink-0" />
              {link.replace(/^https?:\/\//i, "")}
            </a>
          ) : (
            <span className="break-all">{link}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What a backend that works elsewhere was sent, and what it answered. Secrets are masked in both. */
export function PayloadCards({
  run,
}: {
  run: Pick<RunView, "payload" | "response" | "calledAt" | "action">;
}) {
  const name = backendLabel(run.action.invocation.type);
  const answered = run.response !== null && run.response !== undefined;
  if (!run.payload && !answered) return null;
  return (
    <SectionCard
      title="Payload and response"
      description={
        run.calledAt
          ? `What ${name} was sent. Secrets are masked.`
          : `What ${name} will be sent. Secrets are masked.`
      }
    >
      <div className="grid min-w-0 gap-4">
        {run.payload && (
          <div className="min-w-0">
            <h3 className="mb-1.5 text-sm font-semibold">Payload</h3>
            <CodeBlock code={JSON.stringify(run.payload, null, 2)} label="Payload" maxHeight="md" />
          </div>
        )}
        {answered && (
          <div className="min-w-0">
            <h3 className="mb-1.5 text-sm font-semibold">Response</h3>
            <CodeBlock
              code={typeof run.response === "string" ? run.response : JSON.stringify(run.response, null, 2)}
              label="Response"
              maxHeight="md"
            />
          </div>
        )}
      </div>
    </SectionCard>
  );
}

/** A summary in Markdown, as whoever carried the run out wrote it. */
export function SummaryCard({ summary }: { summary: string }) {
  return (
    <SectionCard title="Summary">
      <Markdown level={3}>{summary}</Markdown>
    </SectionCard>
  );
}
