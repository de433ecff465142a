import type { Entity } from "@/server/catalog/schema";
import { entitiesNamed } from "@/server/catalog/service/read";
import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { UserInputs } from "../core/definition/user-inputs";
import { pickerOf } from "../core/form/expressions";
import type { FormContext } from "./evaluate-jq";

type AnyContext = Context | TransactionContext;
type Found = Record<string, unknown>;

/** So many entities of one input are looked up; what is chosen beyond is not offered. */
const MOST_PICKED = 1000;

/** An entity as expressions see it: as it is published. */
export const entityForJq = (entity: Entity): Found => ({
  identifier: entity.identifier,
  title: entity.title,
  icon: entity.icon,
  blueprint: entity.blueprint,
  team: entity.team,
  properties: entity.properties,
  relations: entity.relations,
  createdAt: entity.createdAt,
  createdBy: entity.createdBy,
  updatedAt: entity.updatedAt,
  updatedBy: entity.updatedBy,
});

/** The texts that a value of an input that picks names: one, or those of a list. */
export const pickedIn = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === "string" && one !== "");

/** Entities that were chosen in a form, each read once, with the rights of the person. */
export class ChosenEntities {
  private readonly found = new Map<string, Found>();
  private readonly asked = new Set<string>();

  constructor(private readonly ctx: AnyContext) {}

  /** Reads what the values choose and was not read yet: one query for each blueprint. */
  async read(userInputs: UserInputs, values: Readonly<Record<string, unknown>>): Promise<void> {
    const wanted = new Map<string, string[]>();
    for (const [key, definition] of Object.entries(userInputs.properties)) {
      const picker = pickerOf(definition);
      if (picker?.kind !== "entity" || picker.blueprint === null) continue;
      for (const identifier of pickedIn(values[key]).slice(0, MOST_PICKED)) {
        const name = nameOf(picker.blueprint, identifier);
        if (this.asked.has(name)) continue;
        this.asked.add(name);
        wanted.set(picker.blueprint, [...(wanted.get(picker.blueprint) ?? []), identifier]);
      }
    }
    await Promise.all([...wanted].map(([blueprint, identifiers]) => this.readOf(blueprint, identifiers)));
  }

  get(blueprint: string, identifier: string): Found | null {
    return this.found.get(nameOf(blueprint, identifier)) ?? null;
  }

  private async readOf(blueprint: string, identifiers: string[]): Promise<void> {
    for (const entity of await foundAmong(this.ctx, blueprint, identifiers))
      this.found.set(nameOf(blueprint, String(entity.identifier)), entity);
  }
}

const nameOf = (blueprint: string, identifier: string) => `${blueprint}\0${identifier}`;

async function foundAmong(ctx: AnyContext, blueprint: string, identifiers: string[]): Promise<Found[]> {
  try {
    return (await entitiesNamed(ctx, blueprint, identifiers)).map(entityForJq);
  } catch (error) {
    // The blueprint has gone, or the person may not know it: then there is none of its entities.
    if (error instanceof NotFound) return [];
    throw error;
  }
}

/** Values as expressions see them: what picks an entity is the entity. */
export function formForJq(
  userInputs: UserInputs,
  values: Readonly<Record<string, unknown>>,
  entities: ChosenEntities,
): FormContext["form"] {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const definition = userInputs.properties[key];
      const picker = definition && pickerOf(definition);
      const blueprint = picker?.kind === "entity" ? picker.blueprint : null;
      if (blueprint === null || blueprint === undefined) return [key, value];
      const chosen = pickedIn(value).flatMap((identifier) => entities.get(blueprint, identifier) ?? []);
      return [key, picker?.list ? chosen : (chosen[0] ?? null)];
    }),
  );
}
