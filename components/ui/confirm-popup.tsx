"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { useId, useState } from "react";
import type { RefObject } from "react";
import type { ConfirmContent } from "./alert-dialog";
import { Button } from "./button";
import { Field } from "./field";
import { Input } from "./input";

interface ConfirmPopupProps extends ConfirmContent {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Gets the focus back. */
  returnFocus: RefObject<HTMLElement | null>;
}

/** The popup of ConfirmDialog, which loads it. */
export function ConfirmPopup({ open, onOpenChange, returnFocus, ...content }: ConfirmPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="backdrop-motion bg-overlay fixed inset-0 z-50" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end justify-center p-3 sm:items-start sm:pt-[16vh]">
          <Base.Popup
            finalFocus={returnFocus}
            className="popup-motion bg-popover text-popover-foreground shadow-popup w-full overflow-hidden rounded-xl focus-visible:outline-none sm:max-w-md"
          >
            <ConfirmBody {...content} close={() => onOpenChange(false)} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

function ConfirmBody({
  title,
  description,
  confirmLabel,
  cancelLabel = "Cancel",
  tone = "destructive",
  typeToConfirm,
  onConfirm,
  children,
  close,
}: ConfirmContent & { close: () => void }) {
  const [typed, setTyped] = useState("");
  const [pending, setPending] = useState(false);
  const [mismatch, setMismatch] = useState(false);
  const [failure, setFailure] = useState<string>();
  const formId = useId();
  const confirm = async () => {
    if (pending) return;
    if (typeToConfirm !== undefined && typed.trim() !== typeToConfirm) {
      setMismatch(true);
      return;
    }
    setPending(true);
    setFailure(undefined);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "The request failed. Try again.");
      setPending(false);
    }
  };
  return (
    <form
      id={formId}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void confirm();
      }}
    >
      <div className="grid gap-3 px-5 pt-4 pb-5">
        <div>
          <Base.Title className="text-lg leading-6 font-semibold tracking-tight text-balance">
            {title}
          </Base.Title>
          <Base.Description render={<div />} className="text-muted-foreground mt-1 text-sm text-pretty">
            {description}
          </Base.Description>
        </div>
        {children}
        {typeToConfirm !== undefined && (
          <Field
            required
            label={
              <>
                Type{" "}
                <span className="bg-muted rounded-xs px-1 py-0.5 font-mono text-xs select-all">
                  {typeToConfirm}
                </span>{" "}
                to confirm
              </>
            }
            error={mismatch ? "That is not the name. Type it exactly as shown." : undefined}
          >
            <Input
              mono
              required={false}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setMismatch(false);
              }}
            />
          </Field>
        )}
        {failure && (
          <p
            role="alert"
            className="border-danger-border bg-danger-subtle text-danger rounded-md border px-3 py-2 text-sm"
          >
            {failure}
          </p>
        )}
      </div>
      <div className="bg-muted/50 flex justify-end gap-2 border-t px-5 py-3">
        <Base.Close render={<Button>{cancelLabel}</Button>} />
        <Button type="submit" variant={tone} loading={pending}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
