import { bigserial, index, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** Append-only: each time that somebody read the page of an action, a blueprint or a template and found it still true. */
export const documentationReviews = pgTable(
  "documentation_reviews",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    kind: text({ enum: ["action", "blueprint", "template"] }).notNull(),
    identifier: text().notNull(),
    at: createdAt(),
    by: text().notNull(),
    byName: text().notNull(),
  },
  (t) => [index().on(t.kind, t.identifier, t.at)],
);
