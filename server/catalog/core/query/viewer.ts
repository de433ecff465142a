import type { Issue } from "@/server/kernel/errors";
import { isMeta, propertyOf, type Model } from "../model";
import type { Path } from "./check-keys";
import type { ContextReference, Scalar } from "./schema";
import { classOf, TEXT, type ValueClass } from "./values";

/** Who asks, as far as contexts and dynamic values need to know. */
export interface Viewer {
  /** As in `$createdBy`. */
  id: string;
  email: string | null;
  name: string | null;
  /** Values by key, of the entity of the person: at least `$identifier`, the e-mail address. Empty for machines. */
  user: Record<string, unknown>;
  /** The same of each of the person's teams. */
  teams: Record<string, unknown>[];
}

/** A viewer without a person: contexts have no values. */
export const NOBODY: Viewer = { id: "", email: null, name: null, user: {}, teams: [] };

/** Blueprints of the entities that contexts read. */
export const CONTEXT_BLUEPRINTS = { user: "_user", userTeams: "_team" } as const;

export const teamNames = (viewer: Viewer): string[] =>
  viewer.teams.map((team) => team.$identifier).filter((name): name is string => typeof name === "string");

/** Everything that a property of the viewer or of the viewer's teams has as value; lists are flattened, null is left out. */
export function contextValues(viewer: Viewer, { context, property }: ContextReference): Scalar[] {
  const of = context === "user" ? [viewer.user] : viewer.teams;
  return of
    .flatMap((values) => (Object.hasOwn(values, property) ? values[property] : []))
    .flat()
    .filter((value): value is string | number | boolean =>
      ["string", "number", "boolean"].includes(typeof value),
    );
}

/** The class of the values of a context's property, or a fault when there is no such property. */
export function contextClass(
  model: Model,
  { context, property }: ContextReference,
  path: Path,
): { class: ValueClass } | { issue: Issue } {
  const blueprint = CONTEXT_BLUEPRINTS[context];
  const found = propertyOf(model, blueprint, property);
  if (found) {
    const of = classOf(found.definition);
    return { class: { ...of, list: false } };
  }
  if (isMeta(property)) return { class: TEXT };
  return {
    issue: {
      path: [...path, "property"],
      message: `"${blueprint}" has no property "${property}". Use $identifier, or add it to that blueprint.`,
    },
  };
}
