type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What of an action names a blueprint: the trigger that works on its entities, or anything else. Null: nothing does. */
export type BlueprintUse = "works on it" | "names it" | null;

/**
 * Whether an action or automation needs a blueprint: to work on its entities, be set off by them, pick or search among them,
 * write them, or decide by them who may. What expressions and templates read is not looked at: they read entities, whose
 * blueprint is named by one of these.
 */
export function blueprintUse(
  { definition, permissions }: { definition: object; permissions?: unknown },
  blueprint: string,
): BlueprintUse {
  const { trigger, invocationMethod } = definition as { trigger?: unknown; invocationMethod?: unknown };
  if (isObject(trigger) && trigger.type === "self-service" && trigger.blueprintIdentifier === blueprint)
    return "works on it";
  const written = isObject(invocationMethod) && invocationMethod.blueprintIdentifier === blueprint;
  return written || names(trigger, blueprint) || names(permissions, blueprint) ? "names it" : null;
}

function names(node: unknown, blueprint: string): boolean {
  if (Array.isArray(node)) return node.some((item) => names(item, blueprint));
  if (!isObject(node)) return false;
  return (
    node.blueprintIdentifier === blueprint ||
    node.blueprint === blueprint ||
    (node.property === "$blueprint" && [node.value].flat().includes(blueprint)) ||
    Object.values(node).some((item) => names(item, blueprint))
  );
}
