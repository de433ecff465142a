import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { runMigrations } from "graphile-worker";

/**
 * Brings the database at `url` to the current schema: our migrations, then those of the job queue.
 * Safe to call from several processes at once: an advisory lock makes the others wait.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 2, onnotice: () => undefined });
  try {
    const lock = await sql.reserve();
    try {
      await lock`select pg_advisory_lock(727461)`;
      await migrate(drizzle(sql), { migrationsFolder: path.join(import.meta.dirname, "migrations") });
      await runMigrations({ connectionString: url });
    } finally {
      await lock`select pg_advisory_unlock(727461)`;
      lock.release();
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
