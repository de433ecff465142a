import postgres from "postgres";
import { Problem } from "@/scripts/start/problem";

/** Oldest PostgreSQL whose SQL we use, in the server's own numbering. */
const oldest = 140_000;

/** Checks a PostgreSQL of one's own. Throws Problem with what is wrong with DATABASE_URL and what to do. */
export async function checkDatabase(address: string): Promise<{ version: string }> {
  const url = parse(address);
  const where = `${url.hostname}:${url.port || "5432"}`;
  const sql = postgres(address, { max: 1, connect_timeout: 10, onnotice() {} });
  try {
    const [row] = await sql`
      select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
             has_database_privilege(current_database(), 'create') as "mayCreate"`;
    if (Number(row?.number) < oldest) {
      throw new Problem(
        `The PostgreSQL of DATABASE_URL (${where}) is version ${row?.version}: 14 or later is needed.`,
      );
    }
    if (!row?.mayCreate) {
      throw new Problem(
        `The account "${url.username}" of DATABASE_URL may not make tables: make it the owner of the database ${url.pathname.slice(1)}.`,
      );
    }
    return { version: String(row.version) };
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(explain(error, url, where));
  } finally {
    await sql.end({ timeout: 2 });
  }
}

function parse(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^postgres(ql)?:$/.test(url.protocol)) return url;
  throw new Problem(
    "DATABASE_URL is not an address of PostgreSQL: write it as postgres://user:password@host:5432/database.",
  );
}

/** One sentence for a failed connection; never repeats the password. */
function explain(error: unknown, url: URL, where: string): string {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const database = decodeURIComponent(url.pathname.slice(1)) || url.username;
  switch (code) {
    case "ECONNREFUSED":
      return `Nobody answers at ${where}, the PostgreSQL of DATABASE_URL: start that server or correct the address.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The host ${url.hostname} of DATABASE_URL has no address: correct its name or the network.`;
    case "CONNECT_TIMEOUT":
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
      return `The PostgreSQL of DATABASE_URL (${where}) does not answer within 10 s: check address and firewall.`;
    case "28P01":
    case "28000":
      return `PostgreSQL at ${where} refuses the account "${url.username}" of DATABASE_URL (${message}): correct user and password.`;
    case "3D000":
      return `The database "${database}" of DATABASE_URL does not exist at ${where}: create it, or correct the name.`;
    case "53300":
      return `PostgreSQL at ${where} has no free connection: raise max_connections, or end other clients.`;
    case "57P03":
      return `PostgreSQL at ${where} is starting or stopping: start again in a moment.`;
    default:
      return `The PostgreSQL of DATABASE_URL (${where}) cannot be used (${message}): correct DATABASE_URL.`;
  }
}
