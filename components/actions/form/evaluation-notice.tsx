"use client";

import { useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SignedOutWords } from "./form-notices";
import { useFormPart } from "./use-action-fields";
import type { ActionFieldsModel } from "./use-action-fields";

export const NOTICE_ID = "form-not-known";

/** Says that the newest values could not be asked about, so that nothing is sent before they are. */
export function EvaluationNotice({ model }: { model: ActionFieldsModel }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const error = useFormPart(model, (snapshot) => snapshot.failure);
  if (!error) return null;
  const { code, message } = readFailure(error);
  const outdated = code === "conflict";
  return (
    <div
      id={NOTICE_ID}
      role="alert"
      tabIndex={-1}
      className="border-warning-border bg-warning-subtle text-warning flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border px-3 py-2 text-sm"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 text-pretty">
        {code === "unauthenticated" ? (
          <SignedOutWords />
        ) : outdated ? (
          message
        ) : (
          `What follows from your last change is not known, so the form cannot be sent yet. ${message}`
        )}
      </p>
      <Button
        size="sm"
        onClick={() =>
          outdated
            ? void queryClient.invalidateQueries(trpc.actions.form.queryFilter())
            : model.session.retry()
        }
      >
        {outdated ? "Reload the form" : "Try again"}
      </Button>
    </div>
  );
}
