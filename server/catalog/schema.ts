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

/** Who may do one thing: whoever any part names. `ownedByTeam`: members of a team that owns the entity. */
export interface Grant {
  users?: string[];
  roles?: string[];
  teams?: string[];
  ownedByTeam?: boolean;
}

/** Permissions of a blueprint in the published format. */
export interface BlueprintPermissions {
  entities: {
    /** `policy`: a query whose hits may be read; it counts only where no other part grants reading. */
    read?: Grant & { policy?: Record<string, unknown> };
    register?: Grant;
    update?: Grant;
    unregister?: Grant;
    updateProperties?: Record<string, Grant>;
    updateRelations?: Record<string, Grant>;
  };
}

/** Who made it and who changed it last, and when. */
export interface Stamps {
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
}

/** A blueprint as the API gives it out: as it was sent, with its stamps. */
export type Blueprint = BlueprintDefinition & Stamps;

/** A blueprint as the portal's own pages get it. */
export type BlueprintRecord = Blueprint & { revision: number };

/** An entity as the API gives it out. */
export interface Entity extends Stamps {
  identifier: string;
  title: string | null;
  icon: string | null;
  blueprint: string;
  team: string[];
  properties: Record<string, unknown>;
  relations: Record<string, string | string[] | null>;
}

/** An entity as the portal's own pages get it. `runId` is the run that wrote it last; `faults` says why a computed key has no value. */
export type EntityRecord = Entity & {
  revision: number;
  runId: string | null;
  faults?: Record<string, string> | null;
};

/** So many entities at most are created in one call, and deleted, as published. */
export const MAX_BULK = 20;
export const MAX_BULK_DELETED = 100;
/** So many at most are changed in one call. */
export const MAX_BULK_UPDATED = 1000;

/** How an entity is written; all off unless said. */
export interface WriteOptions {
  /** Write it also when it exists; the whole entity is replaced unless `merge` is set. */
  upsert?: boolean;
  /** With `upsert`: change only what is given. */
  merge?: boolean;
  /** Check everything, write nothing. */
  validationOnly?: boolean;
  /** Make targets of relations that do not exist, with nothing but their identifier. */
  createMissingRelatedEntities?: boolean;
  /** The run on whose behalf it is written. */
  runId?: string | null;
  /** Refuse with Conflict unless the entity still has this revision. */
  revision?: number;
  /** The portal itself brings an entity of a system blueprint in step with what it stands for. */
  inStep?: boolean;
}

export interface DeleteOptions {
  /** Delete what relates to it too, and what relates to that. */
  deleteDependents?: boolean;
  runId?: string | null;
  revision?: number;
  /** Those of the portal itself, of whom and which there is no more: entities follow. */
  inStep?: boolean;
}

/** Entities at the other end of one relation, from the view of one entity. */
export interface RelatedGroup {
  /** Outgoing: the entity has the relation. Incoming: the others have it, and it points here. */
  direction: "outgoing" | "incoming";
  relation: string;
  title: string;
  /** Of the entities at the other end. */
  blueprint: { identifier: string; title: string; icon: string | null };
  total: number;
  /** The first of them, by title. */
  entities: {
    identifier: string;
    title: string | null;
    icon: string | null;
    team: string[];
    updatedAt: string;
  }[];
}

/** One step of an entity's history. `before` and `after` are null where there was or is none. */
export interface EntityChange {
  revision: number;
  change: "created" | "updated" | "deleted" | "computed";
  /** Of a recomputation: the change elsewhere that it follows from, in words. */
  cause?: string | null;
  at: string;
  by: string;
  byName: string;
  runId: string | null;
  before: Partial<Entity> | null;
  after: Partial<Entity> | null;
}

/** A hit of the search over all blueprints. */
export interface SearchHit {
  blueprint: string;
  blueprintTitle: string;
  identifier: string;
  title: string | null;
  icon: string | null;
  /** Where it was found: in its name, or in a property, with the words around. */
  match: { property: string | null; title: string; snippet: string | null };
}
