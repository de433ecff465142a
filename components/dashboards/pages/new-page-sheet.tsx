"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { focusFirstInvalid, formFailure } from "@/components/settings/frame/form-failure";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import type { CreatePageInput } from "@/server/dashboards/schema";
import { editDashboardHref } from "../dashboard-paths";
import { IconField } from "./icon-field";
import { readPageFile } from "./page-file";
import { foldersFor } from "./page-tree";
import { STARTERS } from "./starters";
import { useRefreshPages } from "./use-refresh-pages";

const FILE = "file";
type Start = (typeof STARTERS)[number]["id"] | typeof FILE;

/** Asks what a new page is called and what it begins with, and opens it to be edited. */
export function NewPageSheet({ start: first, onClose }: { start?: Start; onClose: () => void }) {
  const trpc = useTRPC();
  const formId = useId();
  const router = useRouter();
  const refresh = useRefreshPages();
  const tree = useQuery(trpc.dashboards.list.queryOptions());
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const [title, setTitle] = useState("");
  const [icon, setIcon] = useState("");
  const [parent, setParent] = useState("");
  const [start, setStart] = useState<Start>(first ?? "blank");
  const [file, setFile] = useState<ReturnType<typeof readPageFile> | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const create = useMutation(trpc.dashboards.create.mutationOptions());
  const failure = formFailure(create.error, { fields: ["title", "icon"] });
  const folders = foldersFor(tree.data ?? [], null);

  const take = async (chosen: File | undefined) => {
    if (!chosen) return setFile(null);
    const read = readPageFile(await chosen.text());
    setFile(read);
    setFault("fault" in read ? read.fault : null);
    if ("page" in read && title === "" && typeof read.page.title === "string") setTitle(read.page.title);
  };
  const submit = () => {
    if (create.isPending) return;
    let from: Partial<CreatePageInput>;
    if (start === FILE) {
      if (!file || "fault" in file) {
        setFault(file && "fault" in file ? file.fault : "Choose a file.");
        return focusFirstInvalid(formId);
      }
      // The identifier of a file may be taken here: the page gets one of its own, made of its name.
      const { identifier: _identifier, ...rest } = file.page;
      from = rest as Partial<CreatePageInput>;
    } else from = { definition: STARTERS.find(({ id }) => id === start)?.make(blueprints.data ?? []) };
    create.mutate(
      { ...from, title, ...(icon && { icon }), ...(parent && { parent }) },
      {
        onSuccess: async (page) => {
          await refresh();
          router.push(editDashboardHref(page.identifier));
        },
        onError: () => focusFirstInvalid(formId),
      },
    );
  };
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        title="New dashboard"
        description="A page of widgets over the catalog, metrics and costs."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              form={formId}
              variant="primary"
              loading={create.isPending || create.isSuccess}
              disabled={start !== FILE && start !== "blank" && blueprints.isPending}
            >
              Create dashboard
            </Button>
          </>
        }
      >
        <form
          id={formId}
          noValidate
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label="Name" required error={failure.at("title")}>
            <Input value={title} onChange={(event) => setTitle(event.target.value)} />
          </Field>
          <RadioGroup<Start>
            label="Begin with"
            variant="cards"
            value={start}
            onValueChange={setStart}
            options={[
              ...STARTERS.map(({ id, label, description }) => ({ value: id, label, description })),
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
          <FormError error={failure.rest} />
        </form>
      </SheetContent>
    </Sheet>
  );
}
