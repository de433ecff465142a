"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Secret inputs that have to be given again, as one types them; they live in this component and nowhere else. */
export function useSecretsAnew(workspaceId: string) {
  const trpc = useTRPC();
  const query = useQuery(trpc.actions.secretsToGive.queryOptions({ workspaceId }));
  const [typed, setTyped] = useState<Record<string, string>>({});
  const wanted = query.data ?? [];
  return {
    wanted,
    typed,
    setTyped,
    /** Whether they are known and all filled in. */
    ready: query.isSuccess && wanted.every(({ key }) => (typed[key] ?? "") !== ""),
    values: () => secretValues(wanted, typed),
    clear: () => setTyped({}),
  };
}

type Wanted = { key: string; title: string; description: string | null; isObject: boolean };

/** What is sent of what was typed: objects are written as JSON. One that is no JSON goes as it is, and is refused at its place. */
export function secretValues(
  wanted: readonly Pick<Wanted, "key" | "isObject">[],
  typed: Readonly<Record<string, string>>,
): Record<string, never> {
  return Object.fromEntries(
    wanted.map(({ key, isObject }) => [key, isObject ? asJson(typed[key] ?? "") : (typed[key] ?? "")]),
  ) as Record<string, never>;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The server says at which input, without repeating the value.
    return text;
  }
}

/** A field for each; nothing when there is none. */
export function SecretFields({
  wanted,
  typed,
  setTyped,
}: Omit<ReturnType<typeof useSecretsAnew>, "ready" | "values" | "clear">) {
  if (wanted.length === 0) return null;
  return (
    <div className="grid gap-4">
      <p className="text-muted-foreground">
        The last run had secret inputs. They are not kept, so give them again; this run forgets them when it
        ends.
      </p>
      {wanted.map(({ key, title, description, isObject }) => (
        <Field
          key={key}
          label={title}
          required
          description={isObject ? `${description ?? ""} As JSON.`.trim() : (description ?? undefined)}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={typed[key] ?? ""}
            onChange={(event) => setTyped((known) => ({ ...known, [key]: event.target.value }))}
          />
        </Field>
      ))}
    </div>
  );
}
