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
  onSubmit: () => void;
  onClose: () => void;
  /** The mutation behind it: it is sent once at a time, and what it refuses gets the cursor. */
  save: { isPending: boolean; error: unknown };
  /** The same, sorted by field: what no field shows stands at the end. */
  failure: FormFailure;
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
export function FormDialog(frame: FormFrameProps) {
  const parts = useFrame(frame, "gap-4");
  return (
    <Dialog open onOpenChange={(open) => !open && frame.onClose()}>
      <DialogContent
        title={frame.title}
        {...(frame.description !== undefined && { description: frame.description })}
        footer={parts.footer}
      >
        {parts.form}
      </DialogContent>
    </Dialog>
  );
}

function useFrame(
  { submit, onSubmit, onClose, save, failure, secret, children }: FormFrameProps,
  gap: string,
) {
  const formId = useId();
  useEffect(() => {
    if (save.error) focusFirstInvalid(formId);
  }, [save.error, formId]);
  return {
    footer: (
      <>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
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
          if (!save.isPending) onSubmit();
        }}
      >
        {children}
        <FormError error={failure.rest} />
      </form>
    ),
  };
}
