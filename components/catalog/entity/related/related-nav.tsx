"use client";

import { labelOf } from "@/components/properties/kind";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/select";
import type { PathStep, RelatedCount } from "@/server/catalog/core/related-schema";
import { NamedIcon } from "../../blueprint-icon";
import { PathText } from "./path-text";
import { parseAsPath, stepOf } from "./path-param";

interface RelatedNavProps {
  relations: readonly RelatedCount[];
  path: readonly PathStep[];
  onChoose: (path: PathStep[]) => void;
}

const keyOf = (path: readonly PathStep[]): string => parseAsPath.serialize([...path]);
const GROUPS = [
  { direction: "outgoing", heading: "Points to" },
  { direction: "incoming", heading: "Pointed to by" },
] as const;

const nameOf = (relation: RelatedCount): string => labelOf(relation.relation, { title: relation.title });

/** What stands first is what one looks for: the relation of one's own, the blueprint of others. */
function wordsOf(relation: RelatedCount): [string, string | null] {
  const name = nameOf(relation);
  const { title } = relation.blueprint;
  if (relation.direction === "incoming") return [title, `by ${name}`];
  return [name, title === name ? null : title];
}

/** The relations of an entity with their counts, to choose one from: a list, and a select where there is no room. */
export function RelatedNav({ relations, path, onChoose }: RelatedNavProps) {
  const current = keyOf(path);
  const isDirect = relations.some((relation) => keyOf([stepOf(relation)]) === current);
  return (
    <>
      <div className="lg:hidden">
        <Select
          label="Relation"
          value={isDirect ? current : null}
          placeholder="Through other blueprints"
          onValueChange={(value) => {
            const next = parseAsPath.parse(value);
            if (next) onChoose(next);
          }}
          options={relations.map((relation) => ({
            value: keyOf([stepOf(relation)]),
            label: `${relation.direction === "outgoing" ? "Points to" : "Pointed to by"} ${relation.blueprint.title}: ${nameOf(relation)} (${relation.total.toLocaleString("en-US")})`,
          }))}
        />
      </div>
      <nav aria-label="Relations" className="grid gap-4 max-lg:hidden">
        {GROUPS.map(({ direction, heading }) => {
          const members = relations.filter((relation) => relation.direction === direction);
          if (members.length === 0) return null;
          return (
            <div key={direction}>
              <h2 className="text-muted-foreground mb-1 px-2 text-xs font-medium">{heading}</h2>
              <ul className="grid gap-px">
                {members.map((relation) => {
                  const own = [stepOf(relation)];
                  const active = keyOf(own) === current;
                  return (
                    <li key={keyOf(own)}>
                      <button
                        type="button"
                        aria-current={active || undefined}
                        onClick={() => onChoose(own)}
                        className={cn(
                          "hover:bg-muted flex min-h-9 w-full items-center gap-2 rounded-md px-2 py-1 text-left",
                          active && "bg-muted font-medium",
                          relation.total === 0 && !active && "text-muted-foreground",
                        )}
                      >
                        <NamedIcon name={relation.blueprint.icon} className="text-muted-foreground" />
                        <span className="min-w-0 flex-1">
                          <span className="block truncate">{wordsOf(relation)[0]}</span>
                          {wordsOf(relation)[1] && (
                            <span className="text-muted-foreground block truncate text-xs font-normal">
                              {wordsOf(relation)[1]}
                            </span>
                          )}
                        </span>
                        <span className="text-muted-foreground tabular text-xs font-normal">
                          {relation.total.toLocaleString("en-US")}
                        </span>
                      </button>
                    </li>
                  );
                })}
              </ul>
            </div>
          );
        })}
        {!isDirect && path.length > 0 && (
          <div>
            <h2 className="text-muted-foreground mb-1 px-2 text-xs font-medium">Through other blueprints</h2>
            <p aria-current className="bg-muted rounded-md px-2 py-1.5 text-xs font-medium">
              <PathText path={path} />
            </p>
          </div>
        )}
      </nav>
    </>
  );
}
