import type { Database } from "@/db/client";
import type { Actor, Context, Role } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";

/** A person of these teams, for tests; the id is stable by name. */
export function person(
  name: string,
  teams: string[] = [],
  role: Role = "member",
): Extract<Actor, { kind: "user" }> {
  return {
    kind: "user",
    id: `00000000-0000-4000-8000-${Buffer.from(name).toString("hex").slice(0, 12).padEnd(12, "0")}`,
    email: `${name}@example.com`,
    name,
    role,
    memberships: teams.map((team) => ({ teamId: newId(), team, role: "member" as const })),
  };
}

export const ADMIN = person("root", [], "admin");

/** A context of an actor on a database, for tests. */
export const contextOf = (db: Database, actor: Actor = ADMIN): Context => ({
  actor,
  origin: "API",
  requestId: "test",
  db,
});

export const ENVIRONMENT = {
  identifier: "environment",
  title: "Environment",
  schema: { properties: {} },
};

export const SERVICE = {
  identifier: "service",
  title: "Service",
  icon: "Service",
  description: "What a team runs",
  schema: {
    properties: {
      language: { type: "string", enum: ["Go", "Rust"], enumColors: { Go: "blue" } },
      replicas: { type: "number", minimum: 1, default: 2 },
      repository: { type: "string", format: "url", title: "Repository" },
      tags: { type: "array", items: { type: "string" } },
    },
    required: ["language"],
  },
  mirrorProperties: { environmentName: { path: "environment.$title" } },
  calculationProperties: {},
  relations: {
    environment: { title: "Environment", target: "environment", required: false, many: false },
    dependsOn: { title: "Depends on", target: "service", required: false, many: true },
  },
};

/** Needs its service: the dependents of a service. */
export const DEPLOYMENT = {
  identifier: "deployment",
  title: "Deployment",
  schema: { properties: { version: { type: "string" } } },
  relations: { service: { target: "service", required: true, many: false } },
};
