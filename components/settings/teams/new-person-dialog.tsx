"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { SecretRow } from "@/components/settings/secret-row";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { formFailure } from "@/components/forms/form-failure";
import { useRefreshPeople } from "./use-refresh-people";

interface Made {
  name: string;
  email: string;
  password: string;
}

/** Asks for a new person; afterwards shows the password that was made for them, once. */
export function NewPersonDialog({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  if (!made) return <NewPersonForm onMade={setMade} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Password of ${made.name}`}
        description="Copy it now and hand it over: only a fingerprint is stored, so it cannot be shown again."
        footer={
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        }
      >
        <dl className="grid gap-3">
          <SecretRow term="E-mail" value={made.email} />
          <SecretRow term="Password" value={made.password} />
        </dl>
      </DialogContent>
    </Dialog>
  );
}

function NewPersonForm({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const trpc = useTRPC();
  const refresh = useRefreshPeople();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<"admin" | "member">("member");
  const [password, setPassword] = useState("");
  const create = useMutation(trpc.identity.users.create.mutationOptions());
  const failure = formFailure(create.error, {
    fields: ["name", "email", "role", "password"],
    taken: "email",
  });
  const submit = () =>
    create.mutate(
      { name, email, role, ...(password && { password }) },
      {
        onSuccess: ({ user, password: random }) => {
          void refresh();
          if (random) return onMade({ name: user.name, email: user.email, password: random });
          toast.success(`${user.name} can sign in now`);
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title="Add person"
      description="They can sign in at once, and join teams from here."
      submit="Add person"
      onSubmit={submit}
      onClose={onClose}
      save={create}
      failure={failure}
    >
      <Field label="Name" required error={failure.at("name")}>
        <Input autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="E-mail" required error={failure.at("email")}>
        <Input
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label="Role" required error={failure.at("role")}>
        <Select
          value={role}
          onValueChange={setRole}
          options={[
            { value: "member", label: "Member", description: "Reads the catalog and runs actions." },
            { value: "admin", label: "Administrator", description: "May change everything here." },
          ]}
        />
      </Field>
      <Field
        label="Password"
        error={failure.at("password")}
        description="Left empty, a random one is made and shown to you once."
      >
        <Input
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
