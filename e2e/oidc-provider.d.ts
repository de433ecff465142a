/** What our test server uses of oidc-provider, which brings no types. */
declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  interface Account {
    accountId: string;
    claims(): Record<string, unknown>;
  }

  export default class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: { client_id: string; client_secret: string; redirect_uris: string[] }[];
        claims: Record<string, string[]>;
        cookies: { keys: string[] };
        ttl: Record<string, number>;
        pkce: { required: () => boolean };
        findAccount: (ctx: unknown, id: string) => Account | undefined;
      },
    );
    callback(): RequestListener;
  }
}
