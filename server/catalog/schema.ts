import type { PropertyDefinitions } from "@/server/properties/schema";

export interface RelationDefinition {
  title?: string;
  description?: string;
  target: string;
  required?: boolean;
  many?: boolean;
}

/** A blueprint in the published format. */
export interface BlueprintDefinition {
  identifier: string;
  title: string;
  description?: string | null;
  icon?: string | null;
  schema: { properties: PropertyDefinitions; required?: string[] };
  relations?: Record<string, RelationDefinition>;
  mirrorProperties?: Record<string, { title?: string; path: string }>;
  calculationProperties?: Record<string, Record<string, unknown>>;
  aggregationProperties?: Record<string, Record<string, unknown>>;
  ownership?: Record<string, unknown> | null;
  changelogDestination?: Record<string, unknown> | null;
  [key: string]: unknown;
}

/** An entity as the API gives it out. */
export interface Entity {
  identifier: string;
  title: string | null;
  icon: string | null;
  blueprint: string;
  team: string[];
  properties: Record<string, unknown>;
  relations: Record<string, string | string[] | null>;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
}
