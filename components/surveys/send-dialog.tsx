"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { SENDING, SendFields, sendingFrom, sendingOf } from "./send-fields";
import type { SurveyView } from "./survey-types";
import { dayOf, wavePath } from "./survey-words";

interface DialogProps {
  survey: SurveyView;
  onClose: () => void;
}

/** Sends a survey now. */
export function SendDialog({ survey, onClose }: DialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const formId = useId();
  const [sending, setSending] = useState(survey.schedule ? sendingFrom(survey.schedule) : SENDING);
  const [title, setTitle] = useState("");
  const send = useMutation(
    trpc.surveys.open.mutationOptions({
      onSuccess: async ({ id, invited }) => {
        toast.success(`${survey.definition.title} is sent to ${invited}`);
        await client.invalidateQueries(trpc.surveys.pathFilter());
        router.push(wavePath(id));
      },
    }),
  );
  const issues = send.error ? readFailure(send.error).issues : [];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Send ${survey.definition.title}`}
        description="Each person gets a link of their own by e-mail or Slack, and finds it here."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={send.isPending}>
              Send survey
            </Button>
          </>
        }
      >
        <form
          id={formId}
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (!send.isPending)
              send.mutate({
                survey: survey.identifier,
                ...(title.trim() && { title }),
                ...sendingOf(sending),
              });
          }}
        >
          <SendFields
            survey={survey.identifier}
            value={sending}
            onChange={setSending}
            issueAt={(field) => issues.find(({ path }) => path[0] === field)?.message}
          />
          <Field label="Name of the wave" description="Left out: the quarter.">
            <Input value={title} onChange={(event) => setTitle(event.target.value)} />
          </Field>
          <FormError error={send.error} />
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Sends a survey once a quarter from now on. */
export function ScheduleDialog({ survey, onClose }: DialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const formId = useId();
  const { schedule } = survey;
  const [sending, setSending] = useState(schedule ? sendingFrom(schedule) : SENDING);
  const [month, setMonth] = useState(String(schedule?.month ?? 2));
  const [day, setDay] = useState(String(schedule?.day ?? 1));
  const [hour, setHour] = useState(String(schedule?.hour ?? 9));
  const save = useMutation(
    trpc.surveys.setSchedule.mutationOptions({
      onSuccess: async ({ nextWaveAt }) => {
        toast.success(nextWaveAt ? `The next wave opens on ${dayOf(nextWaveAt)}` : "It is sent by hand");
        await client.invalidateQueries(trpc.surveys.pathFilter());
        onClose();
      },
    }),
  );
  const issues = save.error ? readFailure(save.error).issues : [];
  const issueAt = (field: string) => issues.find(({ path }) => path.includes(field))?.message;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Once a quarter"
        description="By the time zone of the organisation. A wave that is still open then is left as it is."
        footer={
          <>
            {schedule && (
              <Button onClick={() => save.mutate({ identifier: survey.identifier, schedule: null })}>
                Send by hand instead
              </Button>
            )}
            <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
              Save schedule
            </Button>
          </>
        }
      >
        <form
          id={formId}
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (save.isPending) return;
            save.mutate({
              identifier: survey.identifier,
              schedule: {
                every: "quarter",
                month: Number(month),
                day: Number(day),
                hour: Number(hour),
                ...sendingOf(sending),
              },
            });
          }}
        >
          <div className="grid gap-4 sm:grid-cols-3">
            <Field label="Month of the quarter" required>
              <Select
                value={month}
                onValueChange={setMonth}
                options={["First", "Second", "Third"].map((label, n) => ({ value: String(n + 1), label }))}
              />
            </Field>
            <Field label="Day" required error={issueAt("day")}>
              <Input
                type="number"
                min={1}
                max={28}
                value={day}
                onChange={(event) => setDay(event.target.value)}
              />
            </Field>
            <Field label="Hour" required error={issueAt("hour")}>
              <Input
                type="number"
                min={0}
                max={23}
                value={hour}
                onChange={(event) => setHour(event.target.value)}
              />
            </Field>
          </div>
          <SendFields survey={survey.identifier} value={sending} onChange={setSending} issueAt={issueAt} />
          <FormError error={save.error} />
        </form>
      </DialogContent>
    </Dialog>
  );
}
