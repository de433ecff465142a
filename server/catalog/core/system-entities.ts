import { equalJson } from "@/server/properties/equal";
import type { Entity } from "../schema";
import { baseOf } from "./system-blueprints";

/** A person of the portal, as far as their entity says it. */
export interface Person {
  email: string;
  name: string;
  role: "admin" | "member";
  status: "active" | "disabled";
  moderatedBlueprints: string[];
  teams: { team: string }[];
}

/** What the portal itself says of an entity of a system blueprint. */
export type Kept = Pick<Entity, "identifier" | "title" | "properties" | "relations">;

/** The role of a person, as their entity has it. */
export const portRoleOf = ({ role, moderatedBlueprints }: Pick<Person, "role" | "moderatedBlueprints">) =>
  role === "admin" ? "Admin" : moderatedBlueprints.length ? "Moderator" : "Member";

/** The entity of a person. */
export const entityOfUser = (person: Person): Kept => ({
  identifier: person.email,
  title: person.name,
  properties: {
    status: person.status === "active" ? "Active" : "Disabled",
    port_role: portRoleOf(person),
    port_type: "Standard",
    moderated_blueprints: person.moderatedBlueprints,
  },
  relations: { team: person.teams.map(({ team }) => team).sort() },
});

/** The entity of a team. */
export const entityOfTeam = (team: {
  identifier: string;
  title: string;
  description: string | null;
}): Kept => ({
  identifier: team.identifier,
  title: team.title,
  properties: { description: team.description },
  relations: {},
});

/** Whether an entity says what the portal says; what people added to it does not count. */
export function isInStep(blueprint: string, entity: Kept, wanted: Kept): boolean {
  const base = baseOf(blueprint);
  const text = (value: unknown) => value ?? null;
  return (
    entity.title === wanted.title &&
    Object.keys(base?.schema.properties ?? {}).every((key) =>
      equalJson(text(entity.properties[key]), text(wanted.properties[key])),
    ) &&
    Object.keys(base?.relations ?? {}).every((key) =>
      equalJson([entity.relations[key] ?? []].flat().sort(), wanted.relations[key]),
    )
  );
}
