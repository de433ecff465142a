"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { useId, useState } from "react";
import type { ReactElement, ReactNode } from "react";
import { Button } from "./button";
import { Field } from "./field";
import { Input } from "./input";

export interface ConfirmDialogProps {
  /** Names the act and its object as a question: "Delete database orders?" */
  title: ReactNode;
  /** What will happen, and what cannot be taken back. */
  description: ReactNode;
  /** The verb on the button: "Delete database". */
  confirmLabel: string;
  tone?: "primary" | "destructive";
  /** When given, the person has to type exactly this before the button acts. */
  typeToConfirm?: string;
  /** Waited for; the dialog closes when it fulfils and stays open, showing the message, when it rejects. */
  onConfirm: () => Promise<unknown> | void;
  /** The element that opens it, or control it with `open`. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children?: ReactNode;
}

/** Asks before something that cannot be undone. Never optimistic: it waits for the server. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [innerOpen, setInnerOpen] = useState(false);
  const open = props.open ?? innerOpen;
  const setOpen = (next: boolean) => {
    setInnerOpen(next);
    props.onOpenChange?.(next);
  };
  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      {props.trigger && <Base.Trigger render={props.trigger} />}
      <Base.Portal>
        <Base.Backdrop className="backdrop-motion bg-overlay fixed inset-0 z-50" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end justify-center p-3 sm:items-start sm:pt-[16vh]">
          <Base.Popup className="popup-motion bg-popover text-popover-foreground shadow-popup w-full overflow-hidden rounded-xl focus-visible:outline-none sm:max-w-md">
            {open && <ConfirmBody {...props} close={() => setOpen(false)} />}
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
  tone = "destructive",
  typeToConfirm,
  onConfirm,
  children,
  close,
}: ConfirmDialogProps & { close: () => void }) {
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
        <Base.Close render={<Button>Cancel</Button>} />
        <Button type="submit" variant={tone} loading={pending}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
