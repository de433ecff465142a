"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { SecretRow } from "@/components/settings/secret-row";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";

export interface ShownSecret {
  clientId: string;
  name: string;
  clientSecret: string;
}

interface NewClientDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (secret: ShownSecret) => void;
}

/** Asks for the name and the rights of a new client. */
export function NewClientDialog({ open, onOpenChange, onCreated }: NewClientDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <NewClientForm onDone={() => onOpenChange(false)} onCreated={onCreated} />}
    </Dialog>
  );
}

function NewClientForm({
  onDone,
  onCreated,
}: {
  onDone: () => void;
  onCreated: NewClientDialogProps["onCreated"];
}) {
  const trpc = useTRPC();
  const formId = useId();
  const [name, setName] = useState("");
  const [role, setRole] = useState<"admin" | "member">("member");
  const create = useMutation(
    trpc.identity.apiClients.create.mutationOptions({
      onSuccess: (made) => {
        onCreated(made);
        onDone();
      },
    }),
  );
  const issues = create.error ? readFailure(create.error).issues : [];
  const nameIssue = issues.find((issue) => issue.path[0] === "name")?.message;
  return (
    <DialogContent
      title="New API client"
      description="It acts in your name, with no more rights than you have."
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button type="submit" form={formId} variant="primary" loading={create.isPending}>
            Create client
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
          if (!create.isPending)
            create.mutate(
              { name, role },
              { onError: () => document.getElementById(`${formId}-name`)?.focus() },
            );
        }}
      >
        <Field
          id={`${formId}-name`}
          label="Name"
          required
          error={nameIssue}
          description="What uses it, such as “CI of payments”."
        >
          <Input value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Rights" required>
          <Select
            value={role}
            onValueChange={setRole}
            options={[
              {
                value: "member",
                label: "Member",
                description: "Reads the catalog and runs actions, as a person without special rights.",
              },
              {
                value: "admin",
                label: "Administrator",
                description: "Everything that an administrator may do.",
              },
            ]}
          />
        </Field>
        {!nameIssue && <FormError error={create.error} />}
      </form>
    </DialogContent>
  );
}

/** Shows a new secret, once. */
export function SecretDialog({ secret, onClose }: { secret: ShownSecret | null; onClose: () => void }) {
  return (
    <Dialog open={secret !== null} onOpenChange={(open) => !open && onClose()}>
      {secret && (
        <DialogContent
          title={`Secret of ${secret.name}`}
          description="Copy it now: only a fingerprint is stored, so it cannot be shown again."
          footer={
            <Button variant="primary" onClick={onClose}>
              I have copied it
            </Button>
          }
        >
          <dl className="grid gap-3">
            <SecretRow term="Client id" value={secret.clientId} />
            <SecretRow term="Client secret" value={secret.clientSecret} />
          </dl>
        </DialogContent>
      )}
    </Dialog>
  );
}
