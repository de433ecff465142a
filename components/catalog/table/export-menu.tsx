"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLinkItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

/** Exactly what is filtered, as a file: shown columns as CSV, whole entities as JSON. */
export function ExportMenu({ csvHref, jsonHref }: { csvHref: string; jsonHref: string }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        render={
          <Button variant="ghost" className="text-muted-foreground" aria-label="Export">
            <Download aria-hidden className="size-3.5" />
            <span className="max-sm:hidden">Export</span>
          </Button>
        }
      />
      <DropdownMenuContent align="end">
        {/* A plain link: the browser streams the file to disk. */}
        <DropdownMenuLinkItem render={<a href={csvHref} download />}>CSV, shown columns</DropdownMenuLinkItem>
        <DropdownMenuLinkItem render={<a href={jsonHref} download />}>
          JSON, whole entities
        </DropdownMenuLinkItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
