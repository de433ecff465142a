import { z } from "zod";
import { checkQuery } from "./query/check";
import type { Query } from "./query/schema";

const key = z.string().min(1).max(200);

/** A query of the published language, checked for its shape; what it names may come and go with the blueprint. */
const query = z.custom<Query>().superRefine((value, ctx) => {
  for (const { path, message } of checkQuery(value)) ctx.addIssue({ code: "custom", path, message });
});

/** How somebody likes to see a table of entities. What is left out is as the table is by itself. */
export const viewStateSchema = z.strictObject({
  text: z.string().max(500).optional(),
  query: query.optional(),
  sort: z
    .array(z.strictObject({ by: key, direction: z.enum(["asc", "desc"]) }))
    .max(10, "A view sorts by at most ten columns.")
    .optional(),
  /** Columns from left to right. */
  columns: z.array(key).max(500).optional(),
  /** The property whose values make the groups. */
  group: key.optional(),
});
export type ViewState = z.infer<typeof viewStateSchema>;

export const viewInputSchema = z.strictObject({
  /** Of the view that is changed; left out for a new one. */
  id: z.uuid().optional(),
  blueprint: z.string().min(1).max(1000),
  title: z.string().trim().min(1, "Give the view a name.").max(100, "A name has at most 100 characters."),
  /** For everybody who may read the blueprint, not for its owner alone. */
  shared: z.boolean(),
  state: viewStateSchema,
});
export type ViewInput = z.infer<typeof viewInputSchema>;

/** A view as the pages get it. */
export interface SavedView {
  id: string;
  title: string;
  shared: boolean;
  ownerName: string;
  /** Whether the reader may change and delete it. */
  editable: boolean;
  state: ViewState;
  updatedAt: string;
}
