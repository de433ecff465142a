"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormSheet } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { editDashboardHref } from "../dashboard-paths";
import { IconField } from "./icon-field";
import { readPageFile } from "./page-file";
import { foldersFor } from "./page-tree";
import { ENTITY_START, STARTERS } from "./starters";
import { useRefreshPages } from "./use-refresh-pages";

const FILE = "file";
type Start = (typeof STARTERS)[number]["id"] | typeof FILE;

/** Asks what a new page is called, whether it is shown on entities, and what it begins with, and opens it to be edited. */
export function NewPageSheet({ start: first, onClose }: { start?: Start; onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const refresh = useRefreshPages();
  const tree = useQuery(trpc.dashboards.list.queryOptions());
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const [title, setTitle] = useState("");
  const [icon, setIcon] = useState("");
  const [parent, setParent] = useState("");
  const [of, setOf] = useState<string | null>(null);
  const [start, setStart] = useState<Start>(first ?? "blank");
  const [file, setFile] = useState<ReturnType<typeof readPageFile> | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const create = useMutation(trpc.dashboards.create.mutationOptions());
  const bring = useMutation(trpc.dashboards.importPage.mutationOptions());
  const sent = start === FILE ? bring : create;
  const failure = formFailure(sent.error, { fields: ["title", "icon"] });
  const issues = failure.rest ? readFailure(failure.rest).issues : [];
  const folders = foldersFor(tree.data ?? [], null);
  const choices = (blueprints.data ?? []).map(({ identifier, title: name, icon: sign }) => ({
    value: identifier,
    label: name,
    icon: <NamedIcon name={sign} />,
  }));
  const starts = of === null ? STARTERS : STARTERS.filter(({ id }) => id === "blank");

  const take = async (chosen: File | undefined) => {
    bring.reset();
    if (!chosen) return setFile(null);
    const read = readPageFile(await chosen.text());
    setFile(read);
    setFault("fault" in read ? read.fault : null);
    if ("fault" in read) return;
    if (title === "" && typeof read.page.title === "string") setTitle(read.page.title);
    setOf(
      read.page.type === "entity" && typeof read.page.blueprint === "string" ? read.page.blueprint : null,
    );
  };
  const after = {
    onSuccess: async (page: { identifier: string }) => {
      await refresh();
      router.push(editDashboardHref(page.identifier));
    },
  };
  /** A page of a file needs one that holds a page. */
  const isReady = () => {
    if (start !== FILE || (file && "page" in file)) return true;
    setFault(file?.fault ?? "Choose a file.");
    return false;
  };
  const submit = () => {
    const named = { title, ...(icon && { icon }), ...(parent && { parent }) };
    const entity = of === null ? {} : { type: "entity" as const, blueprint: of };
    if (start === FILE) {
      if (file && "page" in file)
        bring.mutate({ document: { ...asDashboard(file.page, of), ...named, ...entity } }, after);
    } else {
      const definition =
        of === null ? STARTERS.find(({ id }) => id === start)?.make(blueprints.data ?? []) : undefined;
      create.mutate({ ...named, ...entity, definition: definition ?? ENTITY_START() }, after);
    }
  };
  return (
    <FormSheet
      title="New dashboard"
      description="A page of widgets over the catalog, metrics and costs."
      submit="Create dashboard"
      check={isReady}
      onSubmit={submit}
      onClose={onClose}
      save={{ isPending: sent.isPending || sent.isSuccess, error: sent.error }}
      failure={issues.length > 1 ? { rest: null } : failure}
      disabled={start !== FILE && start !== "blank" && blueprints.isPending}
    >
      <Field label="Name" required error={failure.at("title")}>
        <Input value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field
        label="Shown on the entities of"
        description="Then it stands on each of them as a tab, and is about that one."
      >
        <Combobox
          value={of === null ? null : (choices.find(({ value }) => value === of) ?? { value: of, label: of })}
          options={choices}
          placeholder="None: it is a page of its own"
          onValueChange={(next) => {
            setOf(next?.value ?? null);
            if (next && start !== FILE) setStart("blank");
          }}
        />
      </Field>
      <RadioGroup<Start>
        label="Begin with"
        variant="cards"
        value={start}
        onValueChange={setStart}
        options={[
          ...starts.map(({ id, label, description }) => ({
            value: id,
            ...(of === null ? { label, description } : FOR_ENTITIES),
          })),
          { value: FILE, label: "A file", description: "A page that was exported as JSON." },
        ]}
      />
      {start === FILE && (
        <Field label="File" required error={fault ?? undefined}>
          <input
            type="file"
            accept=".json,application/json"
            className="text-sm"
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </Field>
      )}
      <IconField value={icon} onChange={setIcon} />
      {folders.length > 0 && (
        <Field label="Folder">
          <Select
            value={parent}
            onValueChange={setParent}
            options={[
              { value: "", label: "No folder, at the top" },
              ...folders.map(({ identifier, label }) => ({ value: identifier, label })),
            ]}
          />
        </Field>
      )}
      {issues.length > 1 && <Faults issues={issues} />}
    </FormSheet>
  );
}

const FOR_ENTITIES = {
  label: "Entity overview",
  description: "What the entity is, what it is related to, and what was run for it.",
};

/** The page of a file where it is not to be shown on entities. */
function asDashboard(page: Record<string, unknown>, of: string | null): Record<string, unknown> {
  if (of !== null || page.type !== "entity") return page;
  const { type: _type, blueprint: _blueprint, ...rest } = page;
  return rest;
}

const FAULTS_SHOWN = 8;

/** What is wrong with a file, each by its path in it. */
function Faults({ issues }: { issues: ReturnType<typeof readFailure>["issues"] }) {
  return (
    <div
      role="alert"
      className="border-danger-border bg-danger-subtle text-danger grid gap-1 rounded-md border px-3 py-2 text-sm"
    >
      <p className="font-medium">{issues.length} things in the file are not as they must be</p>
      <ul className="grid gap-1">
        {issues.slice(0, FAULTS_SHOWN).map(({ path, message }, at) => (
          <li key={at} className="wrap-anywhere">
            <span className="font-mono text-xs">{path.join(".")}</span> {message}
          </li>
        ))}
      </ul>
      {issues.length > FAULTS_SHOWN && <p>and {issues.length - FAULTS_SHOWN} more</p>}
    </div>
  );
}
