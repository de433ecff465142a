/** Whether this process answers. It asks nothing else: a database that is away is no reason to restart the web server. */
export function GET(): Response {
  return Response.json({ ok: true }, { headers: { "Cache-Control": "no-store" } });
}

export const dynamic = "force-dynamic";
