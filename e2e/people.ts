import path from "node:path";
import { request } from "@playwright/test";
import { dataDir, demo, person } from "./portal";

/** The demo's people by what they are in a journey. */
export const PEOPLE = {
  admin: (one) => one.role === "admin",
  developer: (one) => one.team === "payments" && one.title === "Developer",
  lead: (one) => one.team === "payments" && one.title === "Team lead",
  otherDeveloper: (one) => one.team === "logistics" && one.title === "Developer",
  otherLead: (one) => one.team === "logistics" && one.title === "Team lead",
} satisfies Record<string, Parameters<typeof person>[0]>;

export type Who = keyof typeof PEOPLE;

export const personOf = (who: Who) => person(PEOPLE[who]);

/** Cookies of a person who is signed in; journeys start from them, since an account may sign in five times a minute only. */
export const sessionFile = (who: Who) => path.join(dataDir(), "sessions", `${who}.json`);

/** Signs everybody in, once for all journeys. */
export async function signInEverybody(): Promise<void> {
  const { address } = demo();
  for (const who of Object.keys(PEOPLE) as Who[])
    await signIn(address, personOf(who).email, sessionFile(who));
}

/** Signs somebody of the demo in by the endpoint behind the demo's buttons, and keeps their cookies in a file. */
export async function signIn(address: string, email: string, file: string): Promise<void> {
  const context = await request.newContext({ baseURL: address, extraHTTPHeaders: { origin: address } });
  const { csrfToken } = (await (await context.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { email, csrfToken, callbackUrl: "/", json: "true" };
  const answer = await context.post("/api/auth/callback/demo", { form });
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()} ${await answer.text()}`);
  await context.storageState({ path: file });
  await context.dispose();
}
