import { blueprintHref } from "@/components/catalog/catalog-types";
import type { Slice } from "@/server/dashboards/core/data";

/** The table of the catalog that shows exactly the rows of a slice. */
export function sliceHref({ blueprint, query }: Slice): string {
  const filter = query.rules.length > 0 ? `?${new URLSearchParams({ filter: JSON.stringify(query) })}` : "";
  return `${blueprintHref(blueprint)}${filter}`;
}
