"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryState } from "@/components/states/query-state";
import { SkeletonLines } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { TeamName } from "@/components/properties/reference-names";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { entityHref } from "../catalog-types";
import { EntityOverview } from "../entity/entity-overview";

interface PeekSheetProps {
  blueprint: BlueprintDefinition;
  identifier: string;
  /** Its title where the table knows it already. */
  title?: string | undefined;
  onClose: () => void;
}

/** An entity beside the table: all its values, and the way to its page. */
export function PeekSheet({ blueprint, identifier, title, onClose }: PeekSheetProps) {
  const trpc = useTRPC();
  const entity = useQuery(
    trpc.catalog.entities.get.queryOptions({ blueprint: blueprint.identifier, identifier }),
  );
  const href = entityHref(blueprint.identifier, identifier);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title={entity.data?.title ?? title ?? identifier}
        description={blueprint.title}
        footer={
          <>
            <CopyButton value={identifier} label="Copy identifier" />
            <ButtonLink href={href} variant="primary">
              Open
            </ButtonLink>
          </>
        }
      >
        <QueryState query={entity} what="the entity" skeleton={<SkeletonLines lines={8} />}>
          {(found) => (
            <div className="grid gap-4">
              <p className="text-muted-foreground flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
                <span className="font-mono">{found.identifier}</span>
                {found.team.map((team) => (
                  <TeamName key={team} identifier={team} />
                ))}
                <span>
                  changed <RelativeTime value={found.updatedAt} />
                </span>
              </p>
              <EntityOverview blueprint={blueprint} entity={found} />
            </div>
          )}
        </QueryState>
      </SheetContent>
    </Sheet>
  );
}
