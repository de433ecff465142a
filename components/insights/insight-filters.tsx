"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { Select } from "@/components/ui/select";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { insightParams, RANGES } from "./insight-params";

/** What a page is about: its span and whose figures it shows. `team`: of a page that is about one team by its address. */
export function InsightFilters({
  team: own,
}: {
  team?: { value: string; onChange: (team: string) => void } | undefined;
}) {
  const [{ range, team: chosen }, set] = useQueryStates(insightParams, { history: "push" });
  const trpc = useTRPC();
  const teams = useQuery(trpc.identity.teams.list.queryOptions());
  const team = own?.value ?? chosen;
  const known = (teams.data ?? []).map(({ identifier, title }) => ({ value: identifier, label: title }));
  // One that events name and the portal does not know.
  const options =
    !team || known.some(({ value }) => value === team) ? known : [...known, { value: team, label: team }];
  return (
    <>
      <Select
        label="Span"
        className="sm:w-48"
        options={RANGES}
        value={range}
        onValueChange={(value) => set({ range: value })}
      />
      <Select
        label="Team"
        className="sm:w-48"
        options={[{ value: "", label: own ? "All teams" : "The organisation" }, ...options]}
        value={team}
        onValueChange={(value) => (own ? own.onChange(value) : set({ team: value }))}
      />
    </>
  );
}
