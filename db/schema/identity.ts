import { sql } from "drizzle-orm";
import { boolean, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns";

export const users = pgTable(
  "users",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Lower case, trimmed: compared as it is. */
    email: text().notNull(),
    name: text().notNull(),
    /** argon2id, PHC string format; null for people who sign in through an identity provider alone. */
    passwordHash: text(),
    role: text({ enum: ["admin", "member"] })
      .notNull()
      .default("member"),
    status: text({ enum: ["active", "disabled"] })
      .notNull()
      .default("active"),
    /** Blueprints whose entities and permissions this person looks after, without being an administrator. */
    moderatedBlueprints: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    lastSeenAt: instant(),
  },
  (t) => [uniqueIndex("users_email_key").on(t.email)],
);

/** A person at an identity provider: issuer and subject together, never the e-mail alone (ASVS 6.8.1). */
export const identities = pgTable(
  "identities",
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] })],
);

export const teams = pgTable("teams", {
  id: uuid().primaryKey().defaultRandom(),
  identifier: text().notNull().unique(),
  title: text().notNull(),
  description: text(),
  createdAt: createdAt(),
  updatedAt: createdAt(),
});

export const memberships = pgTable(
  "memberships",
  {
    teamId: uuid()
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text({ enum: ["lead", "member"] })
      .notNull()
      .default("member"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] }), index().on(t.userId)],
);

/** Server-side sessions: the cookie names one, and it is checked at each request. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    method: text().notNull(),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
  },
  (t) => [index().on(t.userId)],
);

export const apiClients = pgTable("api_clients", {
  id: uuid().primaryKey().defaultRandom(),
  clientId: text().notNull().unique(),
  name: text().notNull(),
  /** SHA-256 of the secret: it has 256 random bits, so a slow hash would add nothing. */
  secretHash: text().notNull(),
  role: text({ enum: ["admin", "member"] })
    .notNull()
    .default("member"),
  /** The person answerable for it. A client can never approve what its owner requested, nor the other way round. */
  ownerId: uuid().references(() => users.id, { onDelete: "set null" }),
  disabled: boolean().notNull().default(false),
  createdAt: createdAt(),
  lastUsedAt: instant(),
});

export const accessTokens = pgTable(
  "access_tokens",
  {
    tokenHash: text().primaryKey(),
    clientId: uuid()
      .notNull()
      .references(() => apiClients.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
  },
  (t) => [index().on(t.expiresAt)],
);
