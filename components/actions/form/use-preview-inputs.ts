"use client";

import { useQueries } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import type { InputDefinitions } from "@/server/actions/core/definition/user-inputs";

/** So many entities of one list are shown as they are; the rest by their identifiers. */
const MOST_LOADED = 20;

interface Picked {
  key: string;
  blueprint: string;
  identifier: string;
}

function pickedIn(properties: InputDefinitions, values: Readonly<Record<string, unknown>>): Picked[] {
  return Object.entries(properties).flatMap(([key, definition]) => {
    const items = definition.items as { format?: unknown; blueprint?: unknown } | undefined;
    const blueprint = definition.blueprint ?? items?.blueprint;
    if ((definition.format ?? items?.format) !== "entity" || typeof blueprint !== "string") return [];
    return [values[key]]
      .flat()
      .filter((one): one is string => typeof one === "string" && one !== "")
      .slice(0, MOST_LOADED)
      .map((identifier) => ({ key, blueprint, identifier }));
  });
}

/** The values as templates see them: where an input picks entities, the entities themselves, as far as they are known. */
export function usePreviewInputs(
  properties: InputDefinitions,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const trpc = useTRPC();
  const picked = pickedIn(properties, values);
  const found = useQueries({
    queries: picked.map(({ blueprint, identifier }) =>
      trpc.catalog.entities.get.queryOptions(
        { blueprint, identifier },
        { retry: false, staleTime: 60_000, refetchOnWindowFocus: false },
      ),
    ),
  });
  const entityOf = (key: string, identifier: unknown): unknown => {
    const index = picked.findIndex((one) => one.key === key && one.identifier === identifier);
    return index < 0 ? identifier : (found[index]?.data ?? { identifier });
  };
  const keys = new Set(picked.map(({ key }) => key));
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      !keys.has(key)
        ? value
        : Array.isArray(value)
          ? value.map((one: unknown) => entityOf(key, one))
          : entityOf(key, value),
    ]),
  );
}
