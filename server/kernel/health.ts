import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { log } from "./log";

/** Whether the database answers within `patienceMs`; balancers ask every few seconds, and must learn of a loss within five. */
export async function databaseAnswers(db: Database, patienceMs = 2000): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  });
  try {
    await Promise.race([db.execute(sql`select 1`), late]);
    return true;
  } catch (error) {
    log.warn(
      { reason: error instanceof Error ? error.message : String(error) },
      "the database does not answer",
    );
    return false;
  } finally {
    clearTimeout(timer);
  }
}
