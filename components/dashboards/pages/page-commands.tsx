"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  ArrowDown,
  ArrowUp,
  Copy,
  Download,
  Ellipsis,
  FolderInput,
  LinkIcon,
  Lock,
  LockOpen,
  Pencil,
  Printer,
  SlidersHorizontal,
  Trash2,
  UserCog,
} from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { useShell } from "@/components/shell/shell-context";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLinkItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { dashboardHref, dashboardsHref, editDashboardHref } from "../dashboard-paths";
import { saveJson } from "./page-file";
import { neighbourAfter } from "./page-tree";
import type { PageHandle, PageNode } from "./page-types";
import { useRefreshPages } from "./use-refresh-pages";

const DetailsDialog = dynamic(() => import("./details-dialog").then((one) => one.DetailsDialog), {
  ssr: false,
});
const MoveDialog = dynamic(() => import("./move-dialog").then((one) => one.MoveDialog), { ssr: false });
const ShareSheet = dynamic(() => import("./share-sheet").then((one) => one.ShareSheet), { ssr: false });
const DeletePage = dynamic(() => import("./delete-page").then((one) => one.DeletePage), { ssr: false });

interface PageCommandsProps {
  page: PageHandle;
  /** The list that it stands in, where its place can be changed; left out on the page itself. */
  tree?: readonly PageNode[];
}

/** What can be done with a page or a folder, as far as the reader may. */
export function PageCommands({ page, tree }: PageCommandsProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { viewer } = useShell();
  const refresh = useRefreshPages();
  const menu = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<"details" | "move" | "share" | "delete" | null>(null);
  const { identifier, title, rights, type } = page;
  const isFolder = type === "folder";
  const failed = (error: unknown) => toast.error(readFailure(error).message);
  const update = useMutation(trpc.dashboards.update.mutationOptions({ onError: failed }));
  const move = useMutation(trpc.dashboards.move.mutationOptions({ onError: failed }));
  const duplicate = useMutation(trpc.dashboards.duplicate.mutationOptions({ onError: failed }));

  const copyLink = async () => {
    // On the page itself with its filters and its range.
    const url = tree ? `${location.origin}${dashboardHref(identifier)}` : location.href;
    try {
      await navigator.clipboard.writeText(url);
      toast.success("Link copied", { description: "Whoever may read the page can open it." });
    } catch {
      toast.error("Copying is not allowed here", {
        description: "The browser refuses the clipboard on this address.",
      });
    }
  };
  const exportPage = async () => {
    try {
      const file = await queryClient.fetchQuery(trpc.dashboards.exportPage.queryOptions({ identifier }));
      saveJson(file, `${identifier.replace(/[^A-Za-z0-9_-]+/g, "-")}.json`);
    } catch (error) {
      failed(error);
    }
  };
  const lock = async () => {
    await update.mutateAsync({ identifier, locked: !page.locked });
    await refresh();
    toast.success(page.locked ? `${title} can be changed again` : `${title} is locked`);
  };
  const moveBy = async (step: -1 | 1) => {
    const after = tree && neighbourAfter(tree, identifier, step);
    if (after === undefined) return;
    await move.mutateAsync({ identifier, parent: page.parent, after });
    await refresh();
  };
  const copy = async () => {
    const made = await duplicate.mutateAsync({ identifier });
    await refresh();
    toast.success(`${made.title} was made`);
    router.push(editDashboardHref(made.identifier));
  };
  const canMove = (step: -1 | 1) =>
    tree !== undefined && neighbourAfter(tree, identifier, step) !== undefined;
  const ignore = (): void => undefined;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button
              ref={menu}
              size={tree ? "icon-sm" : "icon"}
              variant={tree ? "ghost" : "secondary"}
              aria-label={tree ? `More for ${title}` : "More"}
            >
              <Ellipsis aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          {!isFolder && (
            <>
              {tree && rights.update && (
                <DropdownMenuLinkItem render={<Link href={editDashboardHref(identifier)} />}>
                  <Pencil aria-hidden /> Edit
                </DropdownMenuLinkItem>
              )}
              <DropdownMenuItem onClick={() => void copyLink()}>
                <LinkIcon aria-hidden /> Copy link
              </DropdownMenuItem>
              <DropdownMenuItem onClick={() => void exportPage()}>
                <Download aria-hidden /> Export as JSON
              </DropdownMenuItem>
              {!tree && (
                <DropdownMenuItem onClick={() => window.print()}>
                  <Printer aria-hidden /> Print
                </DropdownMenuItem>
              )}
              <DropdownMenuItem onClick={() => void copy().catch(ignore)}>
                <Copy aria-hidden /> Duplicate
              </DropdownMenuItem>
            </>
          )}
          {rights.update && (
            <>
              {!isFolder && <DropdownMenuSeparator />}
              <DropdownMenuItem onClick={() => setOpen("details")}>
                <SlidersHorizontal aria-hidden /> Name and icon…
              </DropdownMenuItem>
              <DropdownMenuItem onClick={() => setOpen("move")}>
                <FolderInput aria-hidden /> Move to a folder…
              </DropdownMenuItem>
              {canMove(-1) && (
                <DropdownMenuItem onClick={() => void moveBy(-1).catch(ignore)}>
                  <ArrowUp aria-hidden /> Move up
                </DropdownMenuItem>
              )}
              {canMove(1) && (
                <DropdownMenuItem onClick={() => void moveBy(1).catch(ignore)}>
                  <ArrowDown aria-hidden /> Move down
                </DropdownMenuItem>
              )}
            </>
          )}
          {rights.share && (
            <DropdownMenuItem onClick={() => setOpen("share")}>
              <UserCog aria-hidden /> Who may see and change it…
            </DropdownMenuItem>
          )}
          {viewer.isAdmin && (
            <DropdownMenuItem onClick={() => void lock().catch(ignore)}>
              {page.locked ? <LockOpen aria-hidden /> : <Lock aria-hidden />}
              {page.locked ? "Unlock" : "Lock against changes"}
            </DropdownMenuItem>
          )}
          {rights.delete && (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuItem tone="danger" onClick={() => setOpen("delete")}>
                <Trash2 aria-hidden /> Delete…
              </DropdownMenuItem>
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {open === "details" && <DetailsDialog page={page} onClose={() => setOpen(null)} />}
      {open === "move" && <MoveDialog page={page} onClose={() => setOpen(null)} />}
      {open === "share" && <ShareSheet page={page} onClose={() => setOpen(null)} />}
      {open === "delete" && (
        <DeletePage
          page={page}
          returnFocusTo={menu}
          onClose={() => setOpen(null)}
          onDeleted={() => {
            if (!tree) router.push(dashboardsHref);
          }}
        />
      )}
    </>
  );
}
