"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Review } from "./review";
import type { FormPart } from "./form-parts";
import type { ActionFieldsModel } from "./use-action-fields";

interface ReviewDisclosureProps {
  model: ActionFieldsModel;
  parts: readonly FormPart[];
  entity: string | null;
}

/** What will be sent, for who wants to see it before. */
export function ReviewDisclosure(props: ReviewDisclosureProps) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="bg-card group rounded-lg border"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="flex h-10 cursor-pointer list-none items-center gap-2 rounded-lg px-4 font-medium">
        <ChevronRight
          aria-hidden
          className="text-muted-foreground size-4 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        Review
      </summary>
      {open && (
        <div className="border-t px-5 py-4">
          <h2 className="sr-only">Review</h2>
          <Review {...props} />
        </div>
      )}
    </details>
  );
}
