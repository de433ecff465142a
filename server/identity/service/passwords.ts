import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; the algorithm's number 2 is argon2id. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** argon2id in PHC string format. */
export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

/** A password for somebody new, of 120 random bits: they get it by another way than the portal. */
export const randomPassword = (): string => randomBytes(15).toString("base64url");

let decoy: Promise<string> | undefined;

/**
 * Whether the password fits the hash. Without a hash it does the same work against one that nothing fits, so that the
 * time tells nobody which addresses exist.
 */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await (decoy ??= hashPassword(randomBytes(32).toString("hex"))));
  const fits = await verify(against, password);
  return stored !== null && fits;
}
