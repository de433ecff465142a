import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Context } from "@/server/kernel/context";
import { env } from "@/server/kernel/env";
import { Unauthenticated } from "@/server/kernel/errors";
import type { User } from "./people";
import { authenticatePassword } from "./sign-in";

const demoFile = z.object({
  people: z.array(
    z.object({
      name: z.string(),
      email: z.string(),
      password: z.string(),
      role: z.string(),
      team: z.string().nullish(),
      title: z.string().nullish(),
    }),
  ),
});

export interface DemoPerson {
  name: string;
  email: string;
  /** What they are, in words. */
  title: string;
}

/**
 * The people of the demo whom one may sign in as, without their passwords. `local` says that the request comes from this
 * machine; for any other, and outside the demo, there is nobody.
 */
export async function listDemoPeople(local: boolean): Promise<DemoPerson[]> {
  return (await people(local)).map(({ name, email, role, team, title }) => ({
    name,
    email,
    title:
      title ??
      [role === "admin" ? "Administrator" : role === "lead" ? "Lead" : "Developer", team]
        .filter(Boolean)
        .join(", "),
  }));
}

/** Signs in as a person of the demo. The password is read here and never reaches the browser. */
export async function authenticateDemo(ctx: Context, email: unknown, local: boolean): Promise<User> {
  const person = (await people(local)).find((one) => one.email === email);
  if (!person)
    throw new Unauthenticated("Signing in as a person of the demo works only on the machine that runs it.");
  return authenticatePassword(ctx, person.email, person.password);
}

async function people(local: boolean) {
  if (!local || env().WAYMARK_DEMO === "none") return [];
  const file = path.join(env().WAYMARK_DATA_DIR, "demo.json");
  try {
    return demoFile.parse(JSON.parse(await readFile(file, "utf8"))).people;
  } catch (error) {
    // Not seeded yet, or the folder was emptied: there is simply nobody to choose.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
