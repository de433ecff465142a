"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { withoutPrefix } from "@/components/properties/form-values";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { toast } from "@/components/ui/toast";
import type { ActionFormModel } from "../action-types";
import { formParts, keysOf } from "./form-parts";
import type { FormPart } from "./form-parts";
import { faultsIn } from "./error-summary";
import { NOTICE_ID } from "./evaluation-notice";
import type { Fault } from "./error-summary";
import { sealValues } from "./seal-values";
import type { ActionFieldsModel } from "./use-action-fields";
import { REVIEW } from "./use-steps";
import type { Steps } from "./use-steps";

interface SubmissionOptions {
  form: ActionFormModel;
  model: ActionFieldsModel;
  steps: Steps;
  focusOn: (fault: Fault) => void;
  /** False: what was typed cannot be taken for values of the form as it is now, and that is shown. */
  readable: () => boolean;
  /** Asked last, when nothing is wrong with the inputs. False: it refused, and said so. */
  confirm: () => boolean;
  idempotencyKey: () => string;
  /** The key belongs to a request that was taken in with other values. */
  renewKey: () => void;
  onSent: (runId: string) => void;
}

/** Sending the form, and going on to its next step. Both wait until the form is known for the newest values. */
export function useSubmission(options: SubmissionOptions) {
  const { form, model, steps, focusOn, readable, confirm, idempotencyKey, renewKey, onSent } = options;
  const { session } = model;
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  // What is sent may hold secrets: nothing of it stays in memory once the form is left.
  const { mutateAsync: execute } = useMutation(trpc.actions.execute.mutationOptions({ gcTime: 0 }));
  const [working, setWorking] = useState(false);
  const [sent, setSent] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  /** An earlier try got through, though its answer did not, and the form was changed since. */
  const [arrived, setArrived] = useState(false);

  // Not those of the last render: the newest values may have taken steps in or out.
  const partsNow = () => formParts(session.userInputs, session.read().state);
  const showFirst = (of: readonly FormPart[]) => {
    const all = faultsIn(session.read(), partsNow());
    const first = all.find(({ step }) => of.some((part) => part.step === step)) ?? all[0];
    if (first) focusOn(first);
  };
  /** Whether the form is known for the newest values; if not, moves to the notice that says why. */
  const isSettled = async (): Promise<boolean> => {
    try {
      await session.settled();
      return true;
    } catch {
      // What failed is in the snapshot of the form, from which the notice is drawn.
      requestAnimationFrame(() => document.getElementById(NOTICE_ID)?.focus());
      return false;
    }
  };
  const whileWorking = async (work: () => Promise<void>) => {
    if (working || sent) return;
    setWorking(true);
    setFailure(null);
    setArrived(false);
    try {
      await work();
    } finally {
      setWorking(false);
    }
  };

  const filledIn = async () => ({
    identifier: form.identifier,
    properties: await sealValues(session.userInputs, session.sent()),
    ...(form.entity && { entity: form.entity.identifier }),
  });
  /** Shows what the server found wrong, at its fields where it has any. */
  const refused = (error: unknown) => {
    const issues = withoutPrefix(readFailure(error).issues, "properties");
    session.refuse(issues);
    const placed = issues.filter(({ path }) => Object.hasOwn(session.userInputs.properties, path[0] ?? ""));
    if (placed.length < issues.length || issues.length === 0) setFailure(error);
    showFirst(partsNow());
  };
  const send = async () => {
    try {
      const { runId } = await execute({
        ...(await filledIn()),
        idempotencyKey: idempotencyKey(),
      });
      setSent(true);
      onSent(runId);
      await queryClient.invalidateQueries(trpc.runs.list.queryFilter());
      toast.success(`${form.title} was requested`);
      router.push(`/runs/${encodeURIComponent(runId)}`);
    } catch (error) {
      const issues = withoutPrefix(readFailure(error).issues, "properties");
      if (issues.some(({ path }) => path[0] === "Idempotency-Key")) {
        renewKey();
        setArrived(true);
        return;
      }
      refused(error);
    }
  };
  /** What would be sent, once the form is known for its newest values and nothing is wrong with them; else null. */
  const checked = async () => {
    setFailure(null);
    if (!(await isSettled()) || !readable()) return null;
    if (await session.check()) return filledIn();
    showFirst(partsNow());
    return null;
  };
  const submit = () =>
    whileWorking(async () => {
      if (!(await isSettled()) || !readable()) return;
      if (!(await session.check())) showFirst(partsNow());
      else if (confirm()) await send();
    });
  const goOn = () =>
    whileWorking(async () => {
      if (!(await isSettled())) return;
      const shown = partsNow();
      const at = shown.findIndex(({ step }) => step === steps.current);
      const part = shown[at];
      if (!part || part.step === null) return;
      if (await session.check({ step: part.step, keys: keysOf(part) }))
        steps.go(shown[at + 1]?.step ?? REVIEW);
      else showFirst([part]);
    });
  return { submit, goOn, checked, refused, working, sent, failure, arrived };
}
