import { clientsByIds } from "@/server/identity/service/clients";
import { usersByIds } from "@/server/identity/service/people";
import type { AnyContext } from "./write";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names for people to read, by the ids that records carry: of people, API clients, and parts of the portal. */
export async function actorNames(ctx: AnyContext, ids: string[]): Promise<Map<string, string>> {
  const known = [...new Set(ids)].filter((id) => UUID.test(id));
  const [people, clients] = known.length
    ? [await usersByIds(ctx, known), await clientsByIds(ctx, known)]
    : [[], []];
  const names = new Map<string, string>();
  for (const id of ids) if (id.startsWith("system:")) names.set(id, id.slice("system:".length));
  for (const { id, name } of [...people, ...clients]) names.set(id, name);
  return names;
}
