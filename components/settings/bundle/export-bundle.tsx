"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { CodeBlock } from "@/components/code/code-block";
import { FormError } from "@/components/states/states";
import { useTRPC, useTRPCClient } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { MultiCombobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { formatBytes, formatCount } from "@/components/ui/format";
import type { ComboboxOption } from "@/components/ui/option-search";
import { RadioGroup } from "@/components/ui/radio-group";
import { Switch } from "@/components/ui/switch";
import type { Bundle } from "@/server/bundle/schema";

type Format = "yaml" | "json";

interface Exported {
  text: string;
  format: Format;
  blueprints: number;
  actions: number;
  entities: number | null;
}

/** Characters of the document that are shown; the file has all. */
const SHOWN = 20_000;

async function textOf(bundle: Bundle, format: Format): Promise<string> {
  if (format === "json") return `${JSON.stringify(bundle, null, 2)}\n`;
  const { stringify } = await import("yaml");
  return stringify(bundle, { lineWidth: 0, aliasDuplicateObjects: false });
}

function save({ text, format }: Exported): void {
  const type = format === "json" ? "application/json" : "application/yaml";
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `bundle.${format}`;
  link.click();
  URL.revokeObjectURL(url);
}

/** Chooses what the document holds, shows it and saves it as a file. */
export function ExportBundle() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions({ hidden: true }));
  const [chosen, setChosen] = useState<ComboboxOption[]>([]);
  const [entities, setEntities] = useState(false);
  const [format, setFormat] = useState<Format>("yaml");
  const make = useMutation({
    mutationFn: async (): Promise<Exported> => {
      const bundle = await client.bundle.export.query({
        entities,
        ...(chosen.length > 0 && { blueprints: chosen.map(({ value }) => value) }),
      });
      return {
        text: await textOf(bundle, format),
        format,
        blueprints: bundle.blueprints.length,
        actions: bundle.actions?.length ?? 0,
        entities: bundle.entities?.length ?? null,
      };
    },
  });
  const made = make.data;
  return (
    <>
      <Card className="grid max-w-3xl gap-5 p-4">
        <Field
          label="Blueprints"
          description="All of them, with the actions, when you choose none. With a choice, its permissions go along."
        >
          <MultiCombobox
            options={(blueprints.data ?? []).map(({ identifier, title }) => ({
              value: identifier,
              label: title,
              ...(title !== identifier && { description: identifier }),
            }))}
            value={chosen}
            onValueChange={(next) => setChosen([...next])}
            placeholder="All blueprints"
          />
        </Field>
        <Field
          label="Include entities"
          orientation="inline"
          required
          description="What people and machines wrote; computed values are not written down, since they follow from it."
        >
          <Switch checked={entities} onCheckedChange={setEntities} />
        </Field>
        <Field label="Written as" required>
          <RadioGroup
            className="flex gap-4"
            value={format}
            onValueChange={(next) => setFormat(next)}
            options={[
              { value: "yaml", label: "YAML" },
              { value: "json", label: "JSON" },
            ]}
          />
        </Field>
        <FormError error={make.error} />
        <div>
          <Button variant="primary" loading={make.isPending} onClick={() => make.mutate()}>
            Make the document
          </Button>
        </div>
      </Card>
      {made && (
        <section aria-label="The document" className="grid min-w-0 gap-3">
          <div className="flex flex-wrap items-center gap-3">
            <p role="status" className="text-sm">
              {formatCount(made.blueprints)} blueprints, {formatCount(made.actions)} actions
              {made.entities !== null && `, ${formatCount(made.entities)} entities`} in{" "}
              {formatBytes(new Blob([made.text]).size)}.
            </p>
            <Button onClick={() => save(made)}>
              <Download aria-hidden /> Save bundle.{made.format}
            </Button>
          </div>
          <CodeBlock
            title={`bundle.${made.format}`}
            code={made.text.slice(0, SHOWN)}
            maxHeight="md"
            lineNumbers
          />
          {made.text.length > SHOWN && (
            <p className="text-muted-foreground text-xs">The beginning; the file has all of it.</p>
          )}
        </section>
      )}
    </>
  );
}
