"use client";

import { ExternalLink } from "lucide-react";
import { SectionCard } from "@/components/ui/card";
import { Markdown } from "@/components/ui/markdown";

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

/** A summary in Markdown, as whoever carried the run out wrote it. */
export function SummaryCard({ summary }: { summary: string }) {
  return (
    <SectionCard title="Summary">
      <Markdown level={3}>{summary}</Markdown>
    </SectionCard>
  );
}
