"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { formFailure } from "@/components/forms/form-failure";
import { useRefreshPeople } from "./use-refresh-people";

/** What an identifier may be, out of a title: "Data Platform" becomes "data-platform". */
const identifierOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 63);

/** Asks for the name of a new team and makes it. */
export function NewTeamDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const refresh = useRefreshPeople();
  const [title, setTitle] = useState("");
  const [ownIdentifier, setOwnIdentifier] = useState<string | null>(null);
  const [description, setDescription] = useState("");
  const identifier = ownIdentifier ?? identifierOf(title);
  const create = useMutation(trpc.identity.teams.create.mutationOptions());
  const failure = formFailure(create.error, {
    fields: ["title", "identifier", "description"],
    taken: "identifier",
  });
  const submit = () =>
    create.mutate(
      { title, identifier, ...(description.trim() && { description: description.trim() }) },
      {
        onSuccess: async (team) => {
          await refresh();
          toast.success(`${team.title} is a team now`);
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title="New team"
      description="It can own what is in the catalog; its leads approve what its members ask for."
      submit="Create team"
      onSubmit={submit}
      onClose={onClose}
      save={create}
      failure={failure}
    >
      <Field label="Title" required error={failure.at("title")}>
        <Input value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field
        label="Identifier"
        required
        error={failure.at("identifier")}
        description="What the catalog and the API name it by. It stays as it is."
      >
        <Input mono value={identifier} onChange={(event) => setOwnIdentifier(event.target.value)} />
      </Field>
      <Field label="Description" error={failure.at("description")}>
        <Textarea value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
