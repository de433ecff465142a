import type { IngestResult, RefusedRow } from "../schema";

/** What became of the lines of a file. */
export interface UploadResult extends Omit<IngestResult, "refused" | "warnings"> {
  dryRun: boolean;
  /** The first of them; `index` is the line of the file. */
  refused: RefusedRow[];
  refusedCount: number;
  warnings: RefusedRow[];
  warningCount: number;
}
