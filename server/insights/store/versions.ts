import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";

/**
 * Makes one row of each table's versions when there are more than `most`. Their sum, which is the version, stays as it was; so
 * it does when several do it at once, since a row that another has taken is no longer found.
 */
export async function foldVersions(tx: Transaction, most: number): Promise<void> {
  await tx.execute(sql`
    with gone as (
      delete from insight_versions where (select count(*) from insight_versions) > ${most} returning *)
    insert into insight_versions (source, transaction, changes, at)
    select source, pg_current_xact_id()::text::bigint, sum(changes), max(at) from gone group by source`);
}
