"use client";

import { useState } from "react";
import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { toast } from "@/components/ui/toast";

/** Which item of a list is open in its sheet or dialog, if any, and what happens once it was saved. */
export function useOpenItem<Item>(refresh: () => unknown) {
  const [open, setOpen] = useState<Item | null>(null);
  const close = () => setOpen(null);
  return {
    open,
    setOpen,
    close,
    /** `said` is what a toast says; left out, "… saved" for the name. */
    saved: (name: string, said = `${name} saved`) => {
      close();
      toast.success(said);
      void refresh();
    },
  };
}

interface OpenButtonProps {
  children: ReactNode;
  onClick: () => void;
  className?: string;
}

/** The name of an item in its list: opens it. Arrow keys of lists find it. */
export function OpenButton({ children, onClick, className }: OpenButtonProps) {
  return (
    <button
      type="button"
      data-row-focus
      onClick={onClick}
      className={cn(
        "rounded-xs text-left font-medium [overflow-wrap:anywhere] underline-offset-4 hover:underline",
        className,
      )}
    >
      {children}
    </button>
  );
}

interface RemoveButtonProps {
  /** Its name, for the button and the words of the dialog. */
  name: string;
  /** The word for taking it away: "Delete", unless it is kept elsewhere. */
  verb?: "Delete" | "Remove";
  /** What it is, for the button that confirms: "connection". */
  noun?: string;
  /** What follows from it. */
  description: string;
  /** What has to be typed, for what cannot be brought back. */
  typeToConfirm?: string;
  onConfirm: () => Promise<unknown>;
}

/** Takes an item of a list away, once it was asked. */
export function RemoveButton({
  name,
  verb = "Delete",
  noun,
  description,
  typeToConfirm,
  onConfirm,
}: RemoveButtonProps) {
  return (
    <ConfirmDialog
      title={`${verb} ${name}?`}
      description={description}
      confirmLabel={noun ? `${verb} ${noun}` : verb}
      {...(typeToConfirm !== undefined && { typeToConfirm })}
      trigger={
        <Button size="sm" variant="destructive-outline" aria-label={`${verb} ${name}`}>
          {verb}
        </Button>
      }
      onConfirm={async () => {
        await onConfirm();
        const said = `${name} was ${verb === "Delete" ? "deleted" : "removed"}`;
        toast.success(said.charAt(0).toUpperCase() + said.slice(1));
      }}
    />
  );
}
