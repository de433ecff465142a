"use client";

import dynamic from "next/dynamic";
import { cn } from "./cn";

// 40 kB of parser that most pages never need.
const MarkdownBody = dynamic(() => import("./markdown-body").then((module) => module.MarkdownBody), {
  loading: () => <span className="text-muted-foreground">Loading text…</span>,
});

/** Text in Markdown from people: GitHub's dialect, no raw HTML, links to http(s) and mail only. Headings begin at h3. */
export function Markdown({ children, className }: { children: string; className?: string }) {
  return (
    <div className={cn("max-w-[72ch] text-base [overflow-wrap:anywhere]", className)}>
      <MarkdownBody text={children} />
    </div>
  );
}
