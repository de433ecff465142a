import type { Executor } from "@/db/client";
import { brokenIn, namedIn, type Text } from "../core/documentation/broken";
import { thingsThere } from "../store/links";

/** The links of pages that lead nowhere, by kind and identifier of the page; a page without any is absent. */
export async function brokenLinks(db: Executor, pages: readonly Text[]): Promise<Map<string, string[]>> {
  const there = await thingsThere(db, namedIn(pages));
  return new Map(
    pages.flatMap((page): [string, string[]][] => {
      const links = brokenIn(page, pages, there);
      return links.length ? [[`${page.kind} ${page.identifier}`, links]] : [];
    }),
  );
}
