import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import type { OutgoingResponse } from "@/server/kernel/egress";
import { sendOut } from "@/server/kernel/egress";
import { DomainError, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { Secret } from "@/server/kernel/secrets";
import { transaction } from "@/server/kernel/transaction";
import { createRedactor } from "./core/redact";
import type { Send } from "./remote";
import { kindOf, secretsOf } from "./service";
import { findConnection } from "./store";

/** What came of asking the other side who we are. Never holds a credential. */
export interface ConnectionTest {
  ok: boolean;
  /** Whose credentials they are, as the vendor names the account. */
  account: string | null;
  /** What they may do, where the vendor tells. */
  scopes: string[];
  /** What was asked and answered, in one sentence. */
  answered: string;
}

interface Asked {
  send: Send;
  url: string;
  values: Record<string, Secret>;
}

/**
 * Asks the system behind a connection which account its credentials are of. For administrators; audited. Throws NotFound,
 * Precondition for a connection that leads nowhere by itself.
 */
export async function testConnection(
  ctx: Context,
  identifier: string,
  send: Send = sendOut,
): Promise<ConnectionTest> {
  checkPermission(ctx.actor, "actions.manage");
  const row = await findConnection(ctx.db, identifier);
  if (!row) throw new NotFound("Connection", identifier);
  const kind = kindOf(row);
  if (kind === "environment")
    throw new Precondition(
      "A connection of environment variables leads nowhere by itself. What uses it, such as a plan from a form, shows whether it works.",
    );
  const { URL: address, KIND: _kind, ...values } = secretsOf(row);
  const redact = createRedactor(Object.values(values).map((value) => value.reveal()));
  const asked = { send, url: (address?.reveal() ?? "").replace(/\/+$/, ""), values };
  const result = await TESTS[kind](asked).catch((error: unknown): ConnectionTest => {
    if (error instanceof DomainError) return failed(error.message);
    throw error;
  });
  const clean = {
    ...result,
    account: result.account && redact(result.account),
    scopes: result.scopes.map(redact),
    answered: redact(result.answered),
  };
  await transaction(ctx, (tx) =>
    audit(tx, {
      action: "TEST",
      resourceType: "connection",
      resourceId: identifier,
      ...(clean.ok ? {} : { status: "FAILURE" as const }),
      message: clean.answered,
    }),
  );
  return clean;
}

const TESTS = {
  async github({ send, url, values }: Asked): Promise<ConnectionTest> {
    const headers = {
      authorization: `Bearer ${values.TOKEN?.reveal() ?? ""}`,
      accept: "application/vnd.github+json",
      "user-agent": "Waymark",
    };
    const user = await send(`${url}/user`, { headers });
    if (user.status === 200)
      return passed(
        textOf(user, "login"),
        listOf(user.headers["x-oauth-scopes"]),
        answeredBy("GET /user", user),
      );
    // The token of an app is no person's: it is asked what it was installed on.
    const installed =
      user.status === 403 ? await send(`${url}/installation/repositories?per_page=1`, { headers }) : null;
    if (installed?.status === 200)
      return passed(
        `an installation on ${textOf(installed, "total_count") ?? "some"} repositories`,
        [],
        answeredBy("GET /installation/repositories", installed),
      );
    return failed(answeredBy("GET /user", user));
  },

  async gitlab({ send, url, values }: Asked): Promise<ConnectionTest> {
    const headers = { "private-token": values.TOKEN?.reveal() ?? "", "user-agent": "Waymark" };
    const user = await send(`${url}/api/v4/user`, { headers });
    if (user.status !== 200) return failed(answeredBy("GET /api/v4/user", user));
    const token = await send(`${url}/api/v4/personal_access_tokens/self`, { headers });
    const scopes = token.status === 200 ? bodyOf(token).scopes : [];
    return passed(
      textOf(user, "username"),
      Array.isArray(scopes) ? scopes.map(String) : [],
      answeredBy("GET /api/v4/user", user),
    );
  },

  async azure_devops({ send, url }: Asked): Promise<ConnectionTest> {
    const answer = await send(`${url}/`, { headers: { "user-agent": "Waymark" } });
    const said = `${answeredBy("GET /", answer)} Whether the secret is the right one is known when a webhook is sent.`;
    return answer.status < 500 ? passed(null, [], said) : failed(said);
  },

  async git({ send, url, values }: Asked): Promise<ConnectionTest> {
    const pair = `${values.USERNAME?.reveal() ?? "git"}:${values.PASSWORD?.reveal() ?? ""}`;
    return reached(
      await send(`${url}/`, {
        headers: {
          authorization: `Basic ${Buffer.from(pair).toString("base64")}`,
          "user-agent": "Waymark",
        },
      }),
      values.USERNAME?.reveal() ?? null,
    );
  },

  async webhook({ send, url, values }: Asked): Promise<ConnectionTest> {
    const authorization = values.AUTHORIZATION?.reveal();
    return reached(
      await send(`${url}/`, {
        headers: { ...(authorization === undefined ? {} : { authorization }), "user-agent": "Waymark" },
      }),
      null,
    );
  },
};

/** What does not say who we are: all that shows is whether it refuses. */
function reached(response: OutgoingResponse, account: string | null): ConnectionTest {
  const said = answeredBy("GET /", response);
  const refused = response.status === 401 || response.status === 403 || response.status >= 500;
  return refused ? failed(said) : passed(account, [], said);
}

const passed = (account: string | null, scopes: string[], answered: string): ConnectionTest => ({
  ok: true,
  account,
  scopes,
  answered,
});
const failed = (answered: string): ConnectionTest => ({ ok: false, account: null, scopes: [], answered });

function bodyOf(response: OutgoingResponse): Record<string, unknown> {
  try {
    const value = JSON.parse(response.body.toString("utf8")) as unknown;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // A page in place of the API's answer says nothing that could be read.
    return {};
  }
}

function textOf(response: OutgoingResponse, key: string): string | null {
  const value = bodyOf(response)[key];
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) : null;
}

const listOf = (header: string | string[] | undefined): string[] =>
  String(header ?? "")
    .split(",")
    .map((scope) => scope.trim())
    .filter(Boolean);

function answeredBy(asked: string, response: OutgoingResponse): string {
  const said = textOf(response, "message") ?? textOf(response, "error");
  return `${asked} was answered with ${response.status}${response.status !== 200 && said ? ` (${said})` : ""}.`;
}
