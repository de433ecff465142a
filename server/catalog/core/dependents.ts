import type { BlueprintDefinition, BlueprintPermissions } from "../schema";
import type { KnownBlueprints } from "./blueprint-rules";
import { keysOf, renameInDefinition, renameInPermissions, renameInView, type Mention } from "./rename";
import { KEY_KINDS, type KeyKind, type KeyOf } from "./rename-paths";

/** Something that names a key. */
export interface Dependent {
  kind:
    "mirror" | "calculation" | "aggregation" | "ownership" | "required" | "permission" | "action" | "view";
  /** `blueprint.key` of a computed property, the blueprint of its ownership and permissions, else its own. */
  identifier: string;
  message: string;
}

/** Keys that a blueprint has before a change and not after it. A property that is computed from now on, or no longer, is still there. */
export function goneKeys(before: BlueprintDefinition, after: BlueprintDefinition): KeyOf[] {
  const has = (kind: KeyKind, key: string) =>
    kind === "relation"
      ? Object.hasOwn(keysOf(after, kind), key)
      : KEY_KINDS.some((other) => other !== "relation" && Object.hasOwn(keysOf(after, other), key));
  return KEY_KINDS.flatMap((kind) =>
    Object.keys(keysOf(before, kind))
      .filter((key) => !has(kind, key))
      .map((key) => ({ blueprint: before.identifier, kind, key })),
  );
}

/** Stands for the new name where it is only asked who names the old one. */
const NOWHERE = "renamed";

/** What in the definitions names the key. `known` holds all blueprints with the key still there, to follow paths. */
export function dependentsOf(
  subject: KeyOf,
  definitions: BlueprintDefinition[],
  known: KnownBlueprints,
): Dependent[] {
  return definitions.flatMap((definition) =>
    renameInDefinition(definition, subject, NOWHERE, known).mentions.map((mention) =>
      dependentAt(definition.identifier, subject, mention),
    ),
  );
}

/** What in a blueprint's permissions names one of its keys. */
export function permissionDependents(
  permissions: BlueprintPermissions,
  subject: KeyOf,
  known: KnownBlueprints,
): Dependent[] {
  return renameInPermissions(permissions, subject, NOWHERE, known).mentions.map(({ path }) => ({
    kind: "permission",
    identifier: subject.blueprint,
    message: `The permissions of "${subject.blueprint}" name ${what(subject)} (${path.join(".")}).`,
  }));
}

/** The views that name a key of their blueprint. */
export function viewDependents(
  views: { id: string; title: string; state: unknown }[],
  subject: KeyOf,
): Dependent[] {
  return views
    .filter((view) => renameInView(view.state, subject, NOWHERE).renamed)
    .map((view) => ({
      kind: "view",
      identifier: view.id,
      message: `The saved view "${view.title}" names ${what(subject)}.`,
    }));
}

const KINDS: Record<string, Dependent["kind"]> = {
  mirrorProperties: "mirror",
  calculationProperties: "calculation",
  aggregationProperties: "aggregation",
  ownership: "ownership",
  schema: "required",
};

export const what = ({ kind, key }: KeyOf) => `the ${kind} "${key}"`;

export function dependentAt(blueprint: string, subject: KeyOf, { path, sure }: Mention): Dependent {
  const kind = KINDS[String(path[0])] ?? "mirror";
  const computed = kind === "mirror" || kind === "calculation" || kind === "aggregation";
  const identifier = computed ? `${blueprint}.${String(path[1])}` : blueprint;
  const who =
    kind === "ownership"
      ? `The ownership of "${blueprint}" is inherited through`
      : kind === "required"
        ? `"${blueprint}" requires`
        : `The ${kind} "${String(path[1])}" of "${blueprint}" ${sure ? "uses" : "may mean"}`;
  return { kind, identifier, message: `${who} ${what(subject)}.` };
}
