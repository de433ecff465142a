import { type ComponentProps, isValidElement, type ReactNode } from "react";
import ReactMarkdown from "react-markdown";
import type { Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { anchorOf } from "@/server/metrics/core/documentation/anchors";

const heading = "mt-5 mb-2 font-semibold tracking-tight first:mt-0";

const sizes = ["text-lg", "text-base", "text-base", "text-sm"] as const;

/** A heading of the text, put so many levels down that it stands below the headings of the page. */
function headingAt(depth: 0 | 1 | 2 | 3, level: number): NonNullable<Components["h1"]> {
  const Tag = `h${Math.min(level + depth, 6)}` as "h2" | "h3" | "h4" | "h5" | "h6";
  return function MarkdownHeading({ children }) {
    return (
      <Tag
        id={anchorOf(wordsIn(children)) || undefined}
        className={`${sizes[depth]} scroll-mt-16 ${heading}`}
      >
        {children}
      </Tag>
    );
  };
}

/** The text of what is drawn, so that links can name a heading. */
function wordsIn(node: ReactNode): string {
  if (typeof node === "string" || typeof node === "number") return String(node);
  if (Array.isArray(node)) return node.map(wordsIn).join("");
  return isValidElement<{ children?: ReactNode }>(node) ? wordsIn(node.props.children) : "";
}

const withHeadings = (level: number): Components => ({
  ...components,
  h1: headingAt(0, level),
  h2: headingAt(1, level),
  h3: headingAt(2, level),
  h4: headingAt(3, level),
});

const components: Components = {
  p: ({ children }) => <p className="my-3 first:mt-0 last:mb-0">{children}</p>,
  a: ({ children, href }) => <MarkdownLink {...(href !== undefined && { href })}>{children}</MarkdownLink>,
  ul: ({ children }) => (
    <ul className="marker:text-muted-foreground my-3 list-disc space-y-1 pl-5">{children}</ul>
  ),
  ol: ({ children }) => (
    <ol className="marker:text-muted-foreground my-3 list-decimal space-y-1 pl-5">{children}</ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="text-muted-foreground my-3 border-l-2 pl-3">{children}</blockquote>
  ),
  code: ({ children }) => (
    <code className="bg-muted rounded-xs px-1 py-0.5 font-mono text-[0.92em] [pre_&]:bg-transparent [pre_&]:p-0">
      {children}
    </code>
  ),
  pre: ({ children }) => (
    <pre tabIndex={0} className="bg-muted my-3 overflow-x-auto rounded-md border p-3 text-xs leading-5">
      {children}
    </pre>
  ),
  table: ({ children }) => (
    <div tabIndex={0} className="my-3 overflow-x-auto rounded-md border">
      <table className="w-full text-sm">{children}</table>
    </div>
  ),
  th: ({ children }) => (
    <th className="bg-muted border-b px-2.5 py-1.5 text-left font-medium wrap-break-word">{children}</th>
  ),
  td: ({ children }) => (
    <td className="border-border/60 border-b px-2.5 py-1.5 align-top wrap-break-word">{children}</td>
  ),
  hr: () => <hr className="my-5" />,
  // A picture would call a foreign host from the reader's browser; its text and address are kept.
  img: ({ alt, src }) => (
    <MarkdownLink {...(typeof src === "string" && { href: src })}>{alt || "Image"}</MarkdownLink>
  ),
};

function MarkdownLink({ href, children }: ComponentProps<"a">) {
  return (
    <a
      href={href}
      rel="noopener noreferrer nofollow"
      target={href?.startsWith("http") ? "_blank" : undefined}
      className="text-primary-text decoration-primary/40 underline underline-offset-2 hover:decoration-current"
    >
      {children}
    </a>
  );
}

const byLevel = { 2: withHeadings(2), 3: withHeadings(3), 4: withHeadings(4) };

/** The parsed text. A page on the server draws it without any code in the browser; elsewhere use Markdown, which loads this when needed. */
export function MarkdownBody({ text, level }: { text: string; level: 2 | 3 | 4 }) {
  return (
    <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeSanitize]} components={byLevel[level]}>
      {text}
    </ReactMarkdown>
  );
}
