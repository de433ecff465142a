"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { formFailure } from "@/components/forms/form-failure";
import { FormDialog } from "@/components/forms/form-frame";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { SENDING, SendFields, sendingFrom, sendingOf } from "./send-fields";
import type { SurveyView } from "./survey-types";
import { dayOf, wavePath } from "./survey-words";

/** What stands in the part that sending and its schedule share. */
const SEND_FIELDS = ["audience", "openDays", "remindAfterDays"];

interface DialogProps {
  survey: SurveyView;
  onClose: () => void;
}

/** Sends a survey now. */
export function SendDialog({ survey, onClose }: DialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
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
  const failure = formFailure(send.error, { fields: SEND_FIELDS });
  return (
    <FormDialog
      title={`Send ${survey.definition.title}`}
      description="Each person gets a link of their own by e-mail or Slack, and finds it here."
      submit="Send survey"
      onSubmit={() =>
        send.mutate({
          survey: survey.identifier,
          ...(title.trim() && { title }),
          ...sendingOf(sending),
        })
      }
      onClose={onClose}
      save={send}
      failure={failure}
    >
      <SendFields survey={survey.identifier} value={sending} onChange={setSending} issueAt={failure.at} />
      <Field label="Name of the wave" description="Left out: the quarter.">
        <Input value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

/** Sends a survey once a quarter from now on. */
export function ScheduleDialog({ survey, onClose }: DialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
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
  const failure = formFailure(save.error, {
    fields: [...SEND_FIELDS, "month", "day", "hour"],
    below: "schedule",
  });
  return (
    <FormDialog
      title="Once a quarter"
      description="By the time zone of the organisation. A wave that is still open then is left as it is."
      submit="Save schedule"
      beside={
        schedule && (
          <Button onClick={() => save.mutate({ identifier: survey.identifier, schedule: null })}>
            Send by hand instead
          </Button>
        )
      }
      onSubmit={() =>
        save.mutate({
          identifier: survey.identifier,
          schedule: {
            every: "quarter",
            month: Number(month),
            day: Number(day),
            hour: Number(hour),
            ...sendingOf(sending),
          },
        })
      }
      onClose={onClose}
      save={save}
      failure={failure}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Month of the quarter" required>
          <Select
            value={month}
            onValueChange={setMonth}
            options={["First", "Second", "Third"].map((label, n) => ({ value: String(n + 1), label }))}
          />
        </Field>
        <Field label="Day" required error={failure.at("day")}>
          <Input
            type="number"
            min={1}
            max={28}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </Field>
        <Field label="Hour" required error={failure.at("hour")}>
          <Input
            type="number"
            min={0}
            max={23}
            value={hour}
            onChange={(event) => setHour(event.target.value)}
          />
        </Field>
      </div>
      <SendFields survey={survey.identifier} value={sending} onChange={setSending} issueAt={failure.at} />
    </FormDialog>
  );
}
