"use client";

import { strangeIn } from "@/server/dashboards/core/placeholders";
import { useBoard } from "../../board-context";
import type { Given } from "./field";

interface Link {
  title?: unknown;
  url?: unknown;
  description?: unknown;
}

function wordsOf(given: Given): string {
  if (given.type === "markdown") return String(given.markdown ?? "");
  if (given.type === "iframe-widget") return String(given.url ?? "");
  if (given.type !== "links-widget" || !Array.isArray(given.links)) return "";
  return (given.links as Link[])
    .map(({ title, url, description }) => [title, url, description].map((one) => one ?? "").join("\n"))
    .join("\n");
}

/** Says of words in braces that nobody knows that they will stay as they are written. */
export function PlaceholderHints({ given }: { given: Given }) {
  const { entitiesOf } = useBoard();
  const strange = strangeIn(wordsOf(given), entitiesOf !== null);
  return (
    <div role="status" className="empty:hidden">
      {strange.map(({ placeholder, why }) => (
        <p key={placeholder} className="text-warning text-xs">
          <code className="font-mono">{placeholder}</code> is shown as it is written. {why}
        </p>
      ))}
    </div>
  );
}
