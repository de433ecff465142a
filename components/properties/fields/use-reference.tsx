"use client";

import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { useTRPC } from "@/components/trpc/provider";
import { Avatar } from "@/components/ui/avatar";
import type { ComboboxOption, LoadOptions } from "@/components/ui/option-search";
import type { PropertyDefinition } from "@/server/properties/schema";
import { useReferenceOptions } from "./reference-options";
import type { PickerOption, PickerSource } from "./reference-options";

export type ReferenceKind = "entity" | "user" | "team";

/** The kind of what a text refers to; null for text that refers to nothing. */
export const referenceKind = ({ type, format, enum: choices }: PropertyDefinition): ReferenceKind | null =>
  type === "string" &&
  !Array.isArray(choices) &&
  (format === "entity" || format === "user" || format === "team")
    ? format
    : null;

export interface Reference {
  /** The whole list, filtered in the browser … */
  options?: readonly ComboboxOption[];
  /** … or a search on the server. */
  loadOptions?: LoadOptions;
  version?: string | undefined;
  /** The options of what is chosen; what is not to be found stands under its own text. */
  chosen: ComboboxOption[];
  placeholder: string;
  emptyText: string;
}

const WORDS = {
  entity: { placeholder: "Search the catalog…", emptyText: "No entity matches." },
  user: { placeholder: "Find a person…", emptyText: "No person matches." },
  team: { placeholder: "Find a team…", emptyText: "No team matches." },
};
const NAMES_STALE_MS = 5 * 60_000;
const NONE: readonly string[] = [];

function iconOf(kind: ReferenceKind, label: string, icon?: string | null) {
  if (kind === "entity") return <NamedIcon name={icon} className="text-muted-foreground size-4 shrink-0" />;
  return <Avatar name={label} size="sm" shape={kind === "team" ? "team" : "person"} />;
}

const asOption = (
  kind: ReferenceKind,
  { value, label, description, icon }: PickerOption,
): ComboboxOption => ({
  value,
  label,
  ...(description && { description }),
  icon: iconOf(kind, label, icon),
});

/** Where the field of a reference finds its choices, and what is known of those already chosen. */
export function useReference(
  definition: PropertyDefinition,
  kind: ReferenceKind,
  {
    name,
    values,
    withdrawn = NONE,
  }: { name: string | undefined; values: readonly string[]; withdrawn?: readonly string[] | undefined },
): Reference {
  const { source, teams } = useReferenceOptions();
  const ask = source && name !== undefined ? { source, input: name } : null;
  const inCatalog = useCatalog(definition.blueprint ?? "", kind === "entity" && !ask ? values : NONE);
  const people = usePeople(kind === "user" && !ask);
  const allTeams = useTeams(kind === "team" && !ask && !teams);
  const asked = useAsked(kind, ask, values);
  const labelled = (found: readonly ComboboxOption[] | undefined) =>
    values.map((value) => {
      const option = found?.find((candidate) => candidate.value === value) ?? { value, label: value };
      return withdrawn.includes(value) ? { ...option, withdrawn: true } : option;
    });
  const words = WORDS[kind];
  if (asked) return { ...words, ...asked, chosen: labelled(asked.known) };
  if (kind === "entity") return { ...words, loadOptions: inCatalog.load, chosen: labelled(inCatalog.known) };
  const options =
    kind === "user"
      ? people
      : (teams?.map((team) => ({ ...team, icon: iconOf("team", team.label) })) ?? allTeams);
  return { ...words, options: options ?? [], chosen: labelled(options) };
}

/** What the form's own source says. */
function useAsked(
  kind: ReferenceKind,
  ask: { source: PickerSource; input: string } | null,
  values: readonly string[],
) {
  const [known, setKnown] = useState<readonly ComboboxOption[]>([]);
  const sought = useRef(new Set<string>());
  const learn = (options: readonly PickerOption[]) => {
    for (const option of options) sought.current.add(option.value);
    setKnown((before) => {
      const fresh = options.filter((option) => !before.some((other) => other.value === option.value));
      return fresh.length > 0 ? [...before, ...fresh.map((option) => asOption(kind, option))] : before;
    });
  };
  const input = ask?.input;
  const source = ask?.source;
  const list = values.join("\n");
  useEffect(() => {
    if (!source || input === undefined) return;
    const missing = list.split("\n").filter((value) => value !== "" && !sought.current.has(value));
    if (missing.length === 0) return;
    for (const value of missing) sought.current.add(value);
    source.labels(input, missing).then(
      (options) => setKnown((before) => [...before, ...options.map((option) => asOption(kind, option))]),
      // Without its label, a value stands under its own text; the next that is chosen asks again.
      () => missing.forEach((value) => sought.current.delete(value)),
    );
  }, [source, input, list, kind]);
  if (!ask) return null;
  const loadOptions: LoadOptions = async (text, _signal, cursor) => {
    const page = await ask.source.options(ask.input, { text, ...(cursor !== undefined && { cursor }) });
    learn(page.options);
    return {
      options: page.options.map((option) => asOption(kind, option)),
      next: page.next,
      note: page.faults?.find((fault) => fault.key === ask.input)?.message ?? page.faults?.[0]?.message,
    };
  };
  return { known, loadOptions, version: ask.source.version(ask.input) };
}

/** The entities of a blueprint, for forms without a source of their own. */
function useCatalog(blueprint: string, values: readonly string[]) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const found = useQueries({
    queries: values.map((identifier) =>
      trpc.catalog.entities.get.queryOptions(
        { blueprint, identifier },
        { enabled: blueprint !== "" && identifier !== "", retry: false, staleTime: NAMES_STALE_MS },
      ),
    ),
  });
  const toOption = ({
    identifier,
    title,
    icon,
  }: {
    identifier: string;
    title: string | null;
    icon?: string | null;
  }) =>
    asOption("entity", {
      value: identifier,
      label: title ?? identifier,
      description: title && title !== identifier ? identifier : null,
      icon: icon ?? null,
    });
  const load: LoadOptions = async (text, _signal, cursor) => {
    const page = cursor === undefined ? 1 : Number(cursor);
    const answer = await queryClient.fetchQuery(
      trpc.catalog.entities.options.queryOptions({
        blueprint,
        ...(text && { text }),
        ...(page > 1 && { page }),
      }),
    );
    return { options: answer.map(toOption), next: answer.length === PAGE_SIZE ? String(page + 1) : null };
  };
  const known = found.flatMap(({ data }) => (data ? [toOption(data)] : []));
  return { known, load };
}

/** As many options as the catalog gives at once; fewer are the last ones. */
const PAGE_SIZE = 20;

function usePeople(enabled: boolean): ComboboxOption[] | undefined {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.identity.users.list.queryOptions(undefined, { enabled, staleTime: NAMES_STALE_MS }),
  );
  return data?.map((user) =>
    asOption("user", { value: user.email, label: user.name, description: user.email, icon: null }),
  );
}

function useTeams(enabled: boolean): ComboboxOption[] | undefined {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.identity.teams.list.queryOptions(undefined, { enabled, staleTime: NAMES_STALE_MS }),
  );
  return data?.map((team) =>
    asOption("team", {
      value: team.identifier,
      label: team.title,
      description: team.title === team.identifier ? null : team.identifier,
      icon: null,
    }),
  );
}
