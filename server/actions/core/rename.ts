import type { KnownBlueprints } from "@/server/catalog/core/blueprint-rules";
import { renameInQuery, type KeyOf } from "@/server/catalog/core/rename-paths";
import { renameInJq } from "@/server/catalog/core/rename-text";

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where an action names a key of a blueprint; `unclear` are places where a person has to tell what a word means. */
export interface ActionRename<T> {
  definition: T;
  renamed: boolean;
  unclear: boolean;
}

/**
 * An action after a key of a blueprint got another name: the keys of the entity that it makes, `.entity.properties.key` in
 * its templates, and the queries that narrow its inputs' choices.
 */
export function renameInAction<T extends object>(
  definition: T,
  subject: KeyOf,
  to: string,
  known: KnownBlueprints,
): ActionRename<T> {
  const next = structuredClone(definition) as Json;
  const member = subject.kind === "relation" ? "relations" : "properties";
  let renamed = false;
  let unclear = false;
  const trigger = isObject(next.trigger) ? next.trigger : {};
  const invocation = isObject(next.invocationMethod) ? next.invocationMethod : {};
  const mapping = isObject(invocation.mapping) ? invocation.mapping : {};

  if (trigger.blueprintIdentifier === subject.blueprint) {
    const mapped = mapping[member];
    if (isObject(mapped) && Object.hasOwn(mapped, subject.key)) {
      mapping[member] = Object.fromEntries(
        Object.entries(mapped).map(([key, value]) => [key === subject.key ? to : key, value]),
      );
      renamed = true;
    }
    const inTemplates = (node: unknown): unknown => {
      if (typeof node === "string" && node.includes("{{")) {
        const result = renameInJq(node, member, subject.key, to);
        // Inputs have properties of their own; what an expression takes from them is not the entity's.
        if (!/\.entity\b/.test(node)) return node;
        renamed ||= result.renamed;
        unclear ||= result.unclear;
        return result.text;
      }
      if (Array.isArray(node)) return node.map(inTemplates);
      if (!isObject(node)) return node;
      return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inTemplates(value)]));
    };
    next.invocationMethod = inTemplates(invocation);
  }

  const inputs = isObject(trigger.userInputs) ? trigger.userInputs.properties : undefined;
  for (const input of isObject(inputs) ? Object.values(inputs) : []) {
    if (!isObject(input) || !isObject(input.dataset)) continue;
    const result = renameInQuery(input.dataset, String(input.blueprint), subject, to, known);
    if (!result.renamed) continue;
    input.dataset = result.query;
    renamed = true;
  }
  return { definition: next as T, renamed, unclear };
}
