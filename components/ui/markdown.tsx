"use client";

import dynamic from "next/dynamic";
import { cn } from "./cn";
import { MARKDOWN_CLASS } from "./markdown-class";

// 40 kB of parser that most pages never need.
const MarkdownBody = dynamic(() => import("./markdown-body").then((module) => module.MarkdownBody), {
  loading: () => <span className="text-muted-foreground">Loading text…</span>,
});

/** Text in Markdown from people: GitHub's dialect, no raw HTML, links to http(s) and mail only. Headings begin at `level`: one below the title over it. */
export function Markdown({
  children,
  level = 3,
  className,
}: {
  children: string;
  level?: 2 | 3 | 4;
  className?: string;
}) {
  return (
    <div className={cn(MARKDOWN_CLASS, className)}>
      <MarkdownBody text={children} level={level} />
    </div>
  );
}
