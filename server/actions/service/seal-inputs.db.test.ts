import {
  constants,
  createDecipheriv,
  createCipheriv,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
} from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runs } from "@/db/schema/runs";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createUser } from "@/server/identity/service/people";
import { type Actor, type Context, systemContext } from "@/server/kernel/context";
import { type DomainError, Invalid, Precondition } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { revealInputKey, rotateInputKey } from "@/server/pipelines/input-key";
import { setSecret } from "@/server/pipelines/secrets";
import { createAction, replaceAction } from "./definitions";
import { executeAction } from "./execute";
import { rerunAction } from "./rerun";
import { secretsWithUses } from "./secret-uses";

let database: TestDatabase;
let admin: Context;
const { publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** As a backend decrypts it by the published format: nonce of 16 bytes, ciphertext, tag of 16 bytes. */
function decryptAes(sealed: string, key: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv(
    "aes-256-gcm",
    Buffer.from(key, "utf8").subarray(0, 32),
    bytes.subarray(0, 16),
  );
  decipher.setAuthTag(bytes.subarray(bytes.length - 16));
  return Buffer.concat([decipher.update(bytes.subarray(16, bytes.length - 16)), decipher.final()]).toString(
    "utf8",
  );
}

/** As a browser encrypts it: nonce of 12 bytes, wrapped key, ciphertext with its tag. */
function encryptForClient(text: string): string {
  const [key, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const wrapped = publicEncrypt(
    { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
    key,
  );
  return Buffer.concat([nonce, wrapped, body]).toString("base64");
}

const definition = (over: { properties?: object; variables?: object; mapping?: object } = {}) => ({
  identifier: "connect",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "link",
    userInputs: {
      properties: {
        name: { type: "string" },
        password: { type: "string", encryption: "aes256-gcm", minLength: 8, pattern: "^[a-z -]+$" },
        note: { type: "string", format: "multi-line", encryption: "aes256-gcm" },
        config: { type: "object", encryption: "aes256-gcm" },
        token: { type: "string", encryption: { algorithm: "client-side", key: publicKey }, maxLength: 8 },
        ...over.properties,
      },
      required: ["name"],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    variables: { name: "{{ .inputs.name }}", ...over.variables },
    mapping: { identifier: "{{ .inputs.name }}", ...over.mapping },
  },
});

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  database = await createTestDatabase();
  const system = systemContext(database.db, "test", "t");
  const user = await createUser(system, { email: "ada@example.com", name: "Ada", role: "admin" });
  const actor: Actor = {
    kind: "user",
    id: user.id,
    email: user.email,
    name: "Ada",
    role: "admin",
    memberships: [],
  };
  admin = { actor, origin: "UI", requestId: newId(), db: database.db };
  await createBlueprint(system, { identifier: "link", title: "Link", schema: { properties: {} } });
  await createAction(admin, definition());
});
afterAll(() => database.close());

const submit = (name: string, more: object, key?: string) =>
  executeAction(admin, "connect", { properties: { name, ...more } }, { idempotencyKey: key });
const refusal = async (work: Promise<unknown>): Promise<DomainError> =>
  work.then(
    () => {
      throw new Error("It was taken in.");
    },
    (error: DomainError) => error,
  );

describe("secret inputs", () => {
  it("are stored as a backend can decrypt them, and nowhere in clear", async () => {
    const clear = {
      password: "correct horse",
      note: "line one\nline two",
      config: { nested: { key: "of a lock" } },
    };
    const run = await submit("one", clear);
    const { key } = await revealInputKey(admin);
    expect(run.inputs.name).toBe("one");
    expect(decryptAes(String(run.inputs.password), key)).toBe(clear.password);
    expect(decryptAes(String(run.inputs.note), key)).toBe(clear.note);
    expect(JSON.parse(decryptAes(String(run.inputs.config), key))).toEqual(clear.config);
    await rotateInputKey(admin);
    expect(() => decryptAes(String(run.inputs.password), "x".repeat(32))).toThrow();
    const tables = await database.db.execute<{ text: string }>(sql`
      select query_to_xml(format('select * from %I.%I', schemaname, tablename), true, false, '')::text as text
      from pg_tables where schemaname in ('public', 'graphile_worker')`);
    const everything = tables.map(({ text }) => text).join("\n");
    for (const secret of ["correct horse", "line two", "of a lock"])
      for (const form of [secret, Buffer.from(secret).toString("hex"), encodeURIComponent(secret)])
        expect(everything).not.toContain(form);
  });

  it("are checked before they are encrypted, and faults do not repeat them", async () => {
    for (const [values, path] of [
      [{ password: "short" }, "password"],
      [{ password: "Not LOWER case" }, "password"],
      [{ password: 12345678901 }, "password"],
      [{ config: "no object at all" }, "config"],
      [{ token: "readable" }, "token"],
      [{ token: { really: "readable" } }, "token"],
      [{ token: randomBytes(200).toString("base64") }, "token"],
    ] as const) {
      const error = await refusal(submit("two", values));
      expect(error, JSON.stringify(values)).toBeInstanceOf(Invalid);
      expect(error.details.issues?.[0]?.path).toEqual(["properties", path]);
      expect(JSON.stringify([error.message, error.details])).not.toMatch(
        /short|LOWER|12345678901|no object|readable/,
      );
    }
  });

  it("pass as the browser encrypted them", async () => {
    const token = encryptForClient("longer than eight characters");
    expect((await submit("three", { token })).inputs.token).toBe(token);
  });

  it("with one key are one run, though a ciphertext is another each time", async () => {
    const run = await submit("four", { password: "correct horse" }, "key-1");
    expect((await submit("four", { password: "correct horse" }, "key-1")).id).toBe(run.id);
    expect(await refusal(submit("four", { password: "another horse" }, "key-1"))).toBeInstanceOf(Invalid);
  });

  it("have to be filled in again for the next run, unless a browser encrypted them", async () => {
    const end = (id: string) => database.db.update(runs).set({ status: "failed" }).where(eq(runs.id, id));
    const sealed = await submit("five", { password: "correct horse" });
    const passed = await submit("six", { token: encryptForClient("x") });
    await end(sealed.id);
    await end(passed.id);
    const error = await refusal(rerunAction(admin, { runId: sealed.id }));
    expect(error).toBeInstanceOf(Precondition);
    expect(error.details.data).toEqual({ error: "secret_inputs", action: "connect", inputs: ["password"] });
    expect((await rerunAction(admin, { runId: passed.id })).inputs.token).toBe(passed.inputs.token);
  });
});

describe("secrets in templates", () => {
  const issuesOf = async (over: Parameters<typeof definition>[0]) =>
    (await refusal(replaceAction(admin, "connect", definition(over)))).details.issues?.map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );

  it("must exist, be named, and stay out of the catalog", async () => {
    expect(await issuesOf({ variables: { db: "{{ .secrets.MISSING }}" } })).toEqual([
      'invocationMethod.variables.db: There is no secret "MISSING". Add it under Settings, Secrets, or correct the name.',
    ]);
    await setSecret(admin, { name: "MY-KEY", value: "a-secret-value" });
    expect(await issuesOf({ variables: { db: "{{ .secrets | tojson }}" } })).toHaveLength(1);
    expect(await issuesOf({ mapping: { title: '{{ .secrets["MY-KEY"] }}' } })).toEqual([
      "invocationMethod.mapping.title: A secret cannot be stored in the catalog, where people read it. Use it in the variables.",
    ]);
    await replaceAction(admin, "connect", definition({ variables: { db: '{{ .secrets["MY-KEY"] }}' } }));
    expect(await secretsWithUses(admin)).toMatchObject([
      { name: "MY-KEY", updatedByName: "Ada", usedBy: [{ identifier: "connect", title: "connect" }] },
    ]);
  });
});
