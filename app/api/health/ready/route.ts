import { pool } from "@/db/client";
import { databaseAnswers } from "@/server/kernel/health";

/** Whether requests can be served now: 503 while the database does not answer. */
export async function GET(): Promise<Response> {
  const ok = await databaseAnswers(pool().db);
  return Response.json(
    { ok, database: ok },
    { status: ok ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}

export const dynamic = "force-dynamic";
