import fc from "fast-check";

/**
 * Where random cases begin. The same in every run, so that a run passes or fails by what changed, not by luck; `WAYMARK_SEED=<number>`
 * begins elsewhere, and `WAYMARK_SEED=random` anywhere, which is how one looks for what nobody has thought of.
 */
export function randomSeed(environment: NodeJS.ProcessEnv = process.env): number {
  const word = environment.WAYMARK_SEED ?? "20261126";
  return word === "random" ? Math.floor(Math.random() * 2 ** 31) : Number(word);
}

fc.configureGlobal({ seed: randomSeed() });
