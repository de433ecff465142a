import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "@/db/embedded";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { checkDatabase } from "@/scripts/start/external";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const changed = (parts: Partial<URL>) => Object.assign(new URL(database.url), parts).href;

describe("DATABASE_URL", () => {
  it("is accepted when it leads to a database that we may use", async () => {
    expect((await checkDatabase(database.url)).version).toMatch(/^18\./);
  });

  it.each(["mysql://localhost/x", "localhost:5432", "not an address"])(
    "%s is no address of PostgreSQL",
    async (address) => {
      await expect(checkDatabase(address)).rejects.toThrow(
        /^DATABASE_URL is not an address of PostgreSQL: write it as/,
      );
    },
  );

  it("says in one sentence when nobody answers, or the host is unknown", async () => {
    const port = String(await freePort());
    await expect(checkDatabase(changed({ port }))).rejects.toThrow(
      /^Nobody answers at 127\.0\.0\.1:\d+, .*: start that server/,
    );
    await expect(checkDatabase(changed({ hostname: "nowhere.invalid" }))).rejects.toThrow(
      /has no address: correct its name/,
    );
  });

  it("says when the account is refused, without repeating the password", async () => {
    const error = await checkDatabase(changed({ password: "wrong-password" })).catch(
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({
      message: expect.stringMatching(/refuses the account "waymark_app".*: correct user and password/),
    });
    expect(String(error)).not.toContain("wrong-password");
  });

  it("says when the database does not exist", async () => {
    await expect(checkDatabase(changed({ pathname: "/nowhere" }))).rejects.toThrow(
      /^The database "nowhere" .* does not exist/,
    );
  });

  it("says when the account may not make tables there", async () => {
    const admin = postgres(database.adminUrl, { max: 1, onnotice() {} });
    const name = new URL(database.url).pathname.slice(1);
    await admin.unsafe(
      `create role reader_${name} login password 'reader-password'; grant connect on database ${name} to reader_${name}`,
    );
    try {
      const url = changed({ username: `reader_${name}`, password: "reader-password" });
      await expect(checkDatabase(url)).rejects.toThrow(/may not make tables: make it the owner/);
    } finally {
      await admin.unsafe(`revoke all on database ${name} from reader_${name}; drop role reader_${name}`);
      await admin.end();
    }
  });
});
