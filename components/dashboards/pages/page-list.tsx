"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight, FolderPlus, LayoutDashboard, Lock, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { RowLink } from "@/components/data-table/row-link";
import { TableFilter } from "@/components/data-table/table-filter";
import { ListPage } from "@/components/shell/page";
import { SkeletonRows } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { EmptyState, NoResults } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { parseAsString } from "@/components/url-state/parsers";
import { useQueryState } from "@/components/url-state/use-query-state";
import { dashboardHref } from "../dashboard-paths";
import { PageCommands } from "./page-commands";
import { allNodes, matching } from "./page-tree";
import type { PageNode } from "./page-types";

const NewPageSheet = dynamic(() => import("./new-page-sheet").then((one) => one.NewPageSheet), {
  ssr: false,
});
const NewFolderDialog = dynamic(() => import("./new-folder-dialog").then((one) => one.NewFolderDialog), {
  ssr: false,
});

const parseText = parseAsString.withDefault("");
const STARTS = [
  { start: "blank", label: "Blank" },
  { start: "team", label: "Team overview" },
  { start: "platform", label: "Platform overview" },
] as const;

/** All pages that the reader may see, in their folders. */
export function PageList() {
  const trpc = useTRPC();
  const query = useQuery(trpc.dashboards.list.queryOptions());
  const [text, setText] = useQueryState("q", parseText);
  const [making, setMaking] = useState<(typeof STARTS)[number]["start"] | "folder" | null>(null);
  const isEmpty = query.data?.length === 0;
  return (
    <ListPage
      title="Dashboards"
      description="Pages of widgets over the catalog, metrics and costs, made by you and others."
      breadcrumbs={[{ label: "Dashboards" }]}
      secondaryActions={
        <Button onClick={() => setMaking("folder")}>
          <FolderPlus aria-hidden /> New folder
        </Button>
      }
      {...(!isEmpty && {
        action: (
          <Button variant="primary" onClick={() => setMaking("blank")}>
            <Plus aria-hidden /> New dashboard
          </Button>
        ),
      })}
    >
      <QueryState
        query={query}
        what="dashboards"
        skeleton={<SkeletonRows rows={5} />}
        isEmpty={(nodes) => nodes.length === 0}
        empty={
          <Card>
            <EmptyState
              icon={LayoutDashboard}
              title="No dashboards yet"
              action={STARTS.map(({ start, label }) => (
                <Button
                  key={start}
                  variant={start === "blank" ? "primary" : "secondary"}
                  onClick={() => setMaking(start)}
                >
                  {start === "blank" && <Plus aria-hidden />}
                  {start === "blank" ? "New dashboard" : label}
                </Button>
              ))}
            >
              A dashboard shows what you want to see at a glance: counts and tables of the catalog, metrics,
              costs, runs. Begin with an empty page or with an overview of your teams or of the platform.
            </EmptyState>
          </Card>
        }
      >
        {(nodes) => {
          const shown = matching(nodes, text);
          return (
            <div className="grid gap-3">
              {allNodes(nodes).length > 5 && (
                <div className="flex">
                  <TableFilter label="Find dashboards" value={text} onChange={setText} />
                </div>
              )}
              {shown.length === 0 ? (
                <Card>
                  <NoResults what="dashboards" query={text} onClear={() => setText("")} />
                </Card>
              ) : (
                <Card>
                  <Nodes nodes={shown} tree={nodes} label="Dashboards" />
                </Card>
              )}
            </div>
          );
        }}
      </QueryState>
      {making === "folder" && <NewFolderDialog onClose={() => setMaking(null)} />}
      {making !== null && making !== "folder" && (
        <NewPageSheet start={making} onClose={() => setMaking(null)} />
      )}
    </ListPage>
  );
}

interface NodesProps {
  nodes: readonly PageNode[];
  tree: readonly PageNode[];
  label: string;
}

function Nodes({ nodes, tree, label }: NodesProps) {
  return (
    <ul aria-label={label} className="divide-y">
      {nodes.map((node) => (
        <li key={node.identifier}>
          {node.type === "folder" ? (
            <Folder node={node} tree={tree} />
          ) : (
            <div className="flex min-h-11 items-center gap-3 px-4 py-2">
              <NamedIcon name={node.icon ?? "Apps"} className="text-muted-foreground" />
              <span className="min-w-0 flex-1">
                <RowLink href={dashboardHref(node.identifier)}>{node.title}</RowLink>
                {node.description && (
                  <span className="text-muted-foreground block truncate text-xs">{node.description}</span>
                )}
              </span>
              {node.type === "entity" && <Badge>On each {node.blueprint}</Badge>}
              {node.locked && (
                <Badge>
                  <Lock aria-hidden /> Locked
                </Badge>
              )}
              <span className="text-muted-foreground text-xs max-sm:hidden">
                <RelativeTime value={node.updatedAt} />
              </span>
              <PageCommands page={node} tree={tree} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Folder({ node, tree }: { node: PageNode; tree: readonly PageNode[] }) {
  const [open, setOpen] = useState(true);
  return (
    <>
      <div className="flex min-h-11 items-center gap-3 px-4 py-2">
        <button
          type="button"
          data-row-focus
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-h-7 min-w-0 flex-1 items-center gap-2 rounded-sm text-left font-medium"
        >
          <ChevronRight
            aria-hidden
            className={cn("size-4 shrink-0 transition-transform", open && "rotate-90")}
          />
          <span className="truncate">{node.title}</span>
          <span className="text-muted-foreground tabular text-xs font-normal">{node.children.length}</span>
        </button>
        <PageCommands page={node} tree={tree} />
      </div>
      {open && (
        <div className="border-t pl-6">
          {node.children.length === 0 ? (
            <p className="text-muted-foreground px-4 py-3 text-sm">
              This folder is empty. Move dashboards into it from their menu.
            </p>
          ) : (
            <Nodes nodes={node.children} tree={tree} label={node.title} />
          )}
        </div>
      )}
    </>
  );
}
