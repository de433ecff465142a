import { z } from "zod";
import { identifierSchema } from "@/server/properties/schema";

/** One plain ASCII address. No quoted local part, no list, no look-alike of "@": what is compared is what is delivered to. */
const ADDRESS = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** An e-mail address, trimmed and in lower case. The pattern is checked first: lower-casing would turn some other letters into ASCII. */
export const email = z
  .string()
  .trim()
  .max(254, "An e-mail address has at most 254 characters.")
  .regex(ADDRESS, "This is not a plain e-mail address, as in name@example.com.")
  .transform((value) => value.toLowerCase());

/** A new password. The upper bound keeps hashing cheap; argon2id itself has none. */
export const newPassword = z
  .string()
  .min(12, "A password needs at least 12 characters.")
  .max(200, "A password has at most 200 characters.");

export const role = z.enum(["admin", "member"]);
export const teamRole = z.enum(["lead", "member"]);
export const teamIdentifier = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,62}$/,
    "Use 1 to 63 lower-case letters, digits, dots, dashes or underscores.",
  );

export const personName = z.string().trim().min(1, "A name is needed.").max(120);

export const createUserInput = z.strictObject({
  email,
  name: personName,
  role: role.default("member"),
  /** What leaving it out means is the verb's: nobody signs in by password, or a random one is made. */
  password: newPassword.optional(),
});
export type CreateUser = z.input<typeof createUserInput>;

export const createTeamInput = z.strictObject({
  identifier: teamIdentifier,
  title: z.string().trim().min(1, "A title is needed.").max(120),
  description: z.string().max(1000).optional(),
});
export type CreateTeam = z.input<typeof createTeamInput>;

export const teamChange = createTeamInput
  .pick({ title: true })
  .partial()
  .extend({
    /** Null takes it away. */
    description: z.string().max(1000).nullish(),
  });
export type TeamChange = z.input<typeof teamChange>;

/** `role: null` takes the person out of the team. */
export const membershipInput = z.strictObject({
  team: teamIdentifier,
  userId: z.uuid(),
  role: teamRole.nullable(),
});

export const userInput = z.strictObject({ userId: z.uuid() });
export const userRoleInput = userInput.extend({ role });
/** Blueprints whose entities a person looks after, by identifier; each once, in order. */
export const moderatedInput = userInput.extend({
  blueprints: z
    .array(identifierSchema(100))
    .max(1000)
    .transform((all) => [...new Set(all)].sort()),
});

export const createClientInput = z.strictObject({
  name: z.string().trim().min(1, "A name is needed.").max(120),
  role: role.default("member"),
  /** The person answerable for the client; the caller when left out. */
  ownerId: z.uuid().optional(),
});
export type CreateClient = z.input<typeof createClientInput>;

/** What a client sends for an access token. */
export const clientCredentials = z.strictObject({
  clientId: z.string().min(1).max(200),
  clientSecret: z.string().min(1).max(500),
});

/** Whom to look for: whoever fits any of the parts. `teams` and `leadsOf` are team identifiers. */
export interface PeopleFilter {
  roles?: ("admin" | "member")[];
  emails?: string[];
  teams?: string[];
  leadsOf?: string[];
}

/** A person found, with the reasons in words that can be shown: "administrator", "lead of payments". */
export interface FoundPerson {
  id: string;
  email: string;
  name: string;
  role: "admin" | "member";
  why: string[];
}
