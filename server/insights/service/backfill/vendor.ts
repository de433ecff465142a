import type { BackfillPart } from "../../core/backfill-parts";
import type { Told } from "../../core/vendors/told";
import type { Client } from "./client";

export interface Span {
  from: Date;
  to: Date;
}

/** How the past of a repository is asked of a vendor: the newest first, page by page. */
export interface Vendor {
  /** The address of the first page of a part. */
  first(base: string, repository: string, part: BackfillPart, span: Span): string;
  /** What a page says, with what is asked about its single things; and whether what follows is older than the span. */
  read(
    client: Client,
    base: string,
    repository: string,
    part: BackfillPart,
    items: readonly unknown[],
    span: Span,
  ): Promise<{ told: Told; isOver: boolean }>;
}
