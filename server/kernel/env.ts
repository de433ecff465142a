import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.string().min(1, "DATABASE_URL is missing. Start the portal with `npm run up`."),
  WAYMARK_DATA_DIR: z.string().default(".data"),
  WAYMARK_URL: z.url().default("http://127.0.0.1:3000"),
  NEXTAUTH_SECRET: z.string().min(32, "NEXTAUTH_SECRET is missing or shorter than 32 characters."),
  WAYMARK_ENCRYPTION_KEY: z
    .string()
    .refine(
      (v) => Buffer.from(v, "base64").length === 32,
      "WAYMARK_ENCRYPTION_KEY must be 32 bytes in base64.",
    ),
  WAYMARK_DEMO: z.enum(["none", "small", "full"]).default("none"),
  WAYMARK_TEMPLATES_DIR: z.string().default("templates"),
  TERRAFORM_BIN: z.string().optional(),
  /** How many proxies of one's own stand before the portal: that many entries of X-Forwarded-For are believed. */
  WAYMARK_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Private networks that outgoing requests may reach, as `10.1.0.0/16:443`, separated by commas. */
  WAYMARK_EGRESS_ALLOW: z.string().default(""),
  /** Signs what is sent to the webhooks of others, so that they can tell who sent it. */
  WAYMARK_WEBHOOK_SECRET: z
    .string()
    .min(16, "WAYMARK_WEBHOOK_SECRET is shorter than 16 characters.")
    .optional(),
  OIDC_ISSUER: z.string().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default("Single sign-on"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = z.infer<typeof schema>;

let cached: Env | undefined;

/** The validated environment of this process. Throws with one sentence for each value at fault. */
export function env(): Env {
  if (!cached) {
    const parsed = schema.safeParse(process.env);
    if (!parsed.success)
      throw new Error(parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("\n"));
    cached = parsed.data;
  }
  return cached;
}
