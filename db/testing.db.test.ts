import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { createTestDatabase } from "@/db/testing";

describe("test databases", () => {
  it("are migrated, apart from one another, and act as the portal's own role", async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await one.db.execute(sql`create table only_here (id int)`);
    const tables = await two.db.execute(
      sql`select to_regclass('only_here') as mine, to_regclass('graphile_worker.jobs') as jobs`,
    );
    expect(tables[0]).toEqual({ mine: null, jobs: "graphile_worker.jobs" });
    const [who] = await one.db.execute(
      sql`select rolname, rolsuper from pg_roles where rolname = current_user`,
    );
    expect(who).toEqual({ rolname: "waymark_app", rolsuper: false });
    await Promise.all([one.close(), two.close()]);
  });
});
