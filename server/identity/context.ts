import { cookies, headers } from "next/headers";
import { cache } from "react";
import { pool } from "@/db/client";
import type { Context } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";
import { cookieNames } from "./core/cookies";
import { actorOfCookie, isSecure } from "./request";

/** The reader of a page, once per request however many parts of the page ask. */
export const contextFromCookies = cache(async (): Promise<Context> => {
  // Reading the headers marks the page as one that differs by reader: it is never prerendered or shared.
  await headers();
  const cookie = (await cookies()).get(cookieNames(isSecure()).session)?.value ?? null;
  return { actor: await actorOfCookie(cookie), origin: "UI", requestId: newId(), db: pool().db };
});
