"use client";

import { useEffect, useId } from "react";
import type { ReactNode } from "react";
import { FormError } from "@/components/states/states";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { focusFirstInvalid, type FormFailure } from "./form-failure";

interface FormFrameProps {
  title: ReactNode;
  description?: ReactNode;
  /** Words of the button that sends it. */
  submit: string;
  /** False: what it lacks is marked, and gets the cursor; it is not sent. */
  check?: () => boolean;
  onSubmit: () => void;
  onClose: () => void;
  /** The mutation behind it: it is sent once at a time, and what it refuses gets the cursor. */
  save: { isPending: boolean; error: unknown };
  /** The same, sorted by field: what no field shows stands at the end. */
  failure: Pick<FormFailure, "rest">;
  /** Words of the button that closes it. */
  cancel?: string;
  /** In place of the button that closes it. */
  beside?: ReactNode;
  /** It cannot be taken back. */
  destructive?: boolean;
  disabled?: boolean;
  /** For forms that hold secrets: the browser neither keeps nor fills in anything. */
  secret?: boolean;
  children: ReactNode;
}

/** A form in a sheet: for what has many fields, or lists of them. */
export function FormSheet({ size, ...frame }: FormFrameProps & { size?: "md" | "lg" }) {
  const parts = useFrame(frame, "gap-5");
  return (
    <Sheet open onOpenChange={(open) => !open && frame.onClose()}>
      <SheetContent
        {...(size && { size })}
        title={frame.title}
        {...(frame.description !== undefined && { description: frame.description })}
        footer={parts.footer}
      >
        {parts.form}
      </SheetContent>
    </Sheet>
  );
}

/** A form in a dialog: for a few fields. */
export function FormDialog({ size, ...frame }: FormFrameProps & { size?: "sm" | "md" | "lg" }) {
  const parts = useFrame(frame, "gap-4");
  return (
    <Dialog open onOpenChange={(open) => !open && frame.onClose()}>
      <DialogContent
        {...(size && { size })}
        title={frame.title}
        {...(frame.description !== undefined && { description: frame.description })}
        footer={parts.footer}
      >
        {parts.form}
      </DialogContent>
    </Dialog>
  );
}

function useFrame(frame: FormFrameProps, gap: string) {
  const { submit, check, onSubmit, onClose, save, failure, children } = frame;
  const { cancel = "Cancel", beside, destructive = false, disabled = false, secret = false } = frame;
  const formId = useId();
  useEffect(() => {
    if (save.error) focusFirstInvalid(formId);
  }, [save.error, formId]);
  return {
    footer: (
      <>
        {beside ?? <Button onClick={onClose}>{cancel}</Button>}
        <Button
          type="submit"
          form={formId}
          variant={destructive ? "destructive" : "primary"}
          loading={save.isPending}
          disabled={disabled}
        >
          {submit}
        </Button>
      </>
    ),
    form: (
      <form
        id={formId}
        noValidate
        {...(secret && { autoComplete: "off" })}
        className={cn("grid", gap)}
        onSubmit={(event) => {
          event.preventDefault();
          // Where it is opened from within another form, that one is not sent with it.
          event.stopPropagation();
          if (save.isPending || disabled) return;
          if (check && !check()) focusFirstInvalid(formId);
          else onSubmit();
        }}
      >
        {children}
        <FormError error={failure.rest} />
      </form>
    ),
  };
}
