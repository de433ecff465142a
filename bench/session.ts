import fs from "node:fs";
import path from "node:path";
import superjson from "superjson";

export interface DemoFile {
  address: string;
  client: { clientId: string; clientSecret: string };
  people: {
    name: string;
    email: string;
    password: string;
    role: string;
    team: string | null;
    title: string;
  }[];
}

/** The demo accounts of the portal whose data folder is `dataDir`. */
export const readDemo = (dataDir: string): DemoFile =>
  JSON.parse(fs.readFileSync(path.join(dataDir, "demo.json"), "utf8")) as DemoFile;

/** A person's session over plain HTTP: what a browser does, without a browser. */
export class Session {
  readonly #cookies = new Map<string, string>();
  constructor(readonly address: string) {}

  /** One request with the session's cookies; keeps the cookies that come back. */
  async request(target: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...this.#cookies].map(([k, v]) => `${k}=${v}`).join("; "));
    headers.set("origin", this.address);
    const response = await fetch(this.address + target, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Signs in with e-mail and password. Throws when refused. */
  async signIn(email: string, password: string): Promise<this> {
    const { csrfToken } = (await (await this.request("/api/auth/csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, email, password, callbackUrl: this.address, json: "true" });
    const response = await this.request("/api/auth/callback/credentials", { method: "POST", body });
    if (response.status >= 400)
      throw new Error(`Sign-in of ${email} was refused with ${response.status}: ${await response.text()}`);
    return this;
  }

  get cookies(): { name: string; value: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value }));
  }

  /** Calls a tRPC query. */
  async query<T>(procedure: string, input?: unknown): Promise<T> {
    const search =
      input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(superjson.serialize(input)))}`;
    return unwrap<T>(await this.request(`/api/trpc/${procedure}${search}`), procedure);
  }

  /** Calls a tRPC mutation; `signal` gives up waiting for its answer. */
  async mutate<T>(procedure: string, input: unknown, signal?: AbortSignal): Promise<T> {
    const body = JSON.stringify(superjson.serialize(input));
    return unwrap<T>(
      await this.request(`/api/trpc/${procedure}`, {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
        ...(signal && { signal }),
      }),
      procedure,
    );
  }
}

async function unwrap<T>(response: Response, procedure: string): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${procedure} answered ${response.status}: ${text.slice(0, 500)}`);
  const body = JSON.parse(text) as { result: { data: Parameters<typeof superjson.deserialize>[0] } };
  return superjson.deserialize<T>(body.result.data);
}

/** The API by a client's token. */
export async function apiClient(demo: DemoFile) {
  const answer = await fetch(`${demo.address}/v1/auth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(demo.client),
  });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return async (method: string, target: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${demo.address}/v1${target}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
}
