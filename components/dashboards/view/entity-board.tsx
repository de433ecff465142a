"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { SkeletonLines } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { editDashboardHref } from "../dashboard-paths";
import { BoardWidgets } from "./board-widgets";

interface EntityBoardProps {
  page: string;
  blueprint: string;
  identifier: string;
}

/** A page for entities, on one of them. */
export function EntityBoard({ page, blueprint, identifier }: EntityBoardProps) {
  const query = useQuery(useTRPC().dashboards.get.queryOptions({ identifier: page }));
  if (!query.data)
    return (
      <Card>
        <QueryState query={query} what="the page" skeleton={<SkeletonLines />}>
          {() => null}
        </QueryState>
      </Card>
    );
  return (
    <BoardWidgets
      page={query.data}
      entity={{ blueprint, identifier }}
      beside={
        query.data.rights.update && (
          <ButtonLink variant="ghost" href={editDashboardHref(page)} className="sm:ml-auto">
            <Pencil aria-hidden /> Edit this tab
          </ButtonLink>
        )
      }
    />
  );
}
