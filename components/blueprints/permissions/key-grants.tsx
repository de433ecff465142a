"use client";

import { X } from "lucide-react";
import { labelOf } from "@/components/properties/kind";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import type { Grant } from "@/server/catalog/schema";
import { withoutKey } from "@/components/definition-editor/keys";
import { useEditor } from "../editor/editor-context";
import { GrantEditor } from "./grant-editor";

interface KeyGrantsProps {
  blueprint: string;
  properties: Record<string, Grant>;
  relations: Record<string, Grant>;
  onProperties: (grants: Record<string, Grant>) => void;
  onRelations: (grants: Record<string, Grant>) => void;
}

/** Single properties and relations that others than those who may change everything may change, too. */
export function KeyGrants({ blueprint, properties, relations, onProperties, onRelations }: KeyGrantsProps) {
  const { saved } = useEditor();
  const parts = [
    { part: "property", defined: saved?.schema.properties ?? {}, grants: properties, write: onProperties },
    { part: "relation", defined: saved?.relations ?? {}, grants: relations, write: onRelations },
  ] as const;
  const free = parts.flatMap(({ part, defined, grants }) =>
    Object.entries(defined)
      .filter(([key]) => !Object.hasOwn(grants, key))
      .map(([key, one]) => ({ value: `${part} ${key}`, label: labelOf(key, one), description: part })),
  );
  const add = (value: string) => {
    const [part, key = ""] = value.split(" ");
    const chosen = parts.find((one) => one.part === part);
    chosen?.write({ ...chosen.grants, [key]: { roles: ["Admin"] } });
  };
  return (
    <SectionCard
      title="Single properties and relations"
      description="Whom you name here may change this one, beside those who may change everything."
      actions={
        free.length > 0 && (
          <Select
            label="Name who may change a single property"
            size="sm"
            className="w-52"
            placeholder="Add a property…"
            options={free}
            value={null}
            onValueChange={add}
          />
        )
      }
    >
      {Object.keys(properties).length + Object.keys(relations).length === 0 ? (
        <p className="text-muted-foreground text-sm">None is treated apart from the others.</p>
      ) : (
        <ul className="grid gap-5">
          {parts.flatMap(({ part, defined, grants, write }) =>
            Object.entries(grants).map(([key, grant]) => {
              const name = labelOf(key, defined[key] ?? {});
              return (
                <li key={`${part} ${key}`} className="grid gap-3 border-b pb-5 last:border-b-0 last:pb-0">
                  <div className="flex items-center gap-2">
                    <h3 className="min-w-0 flex-1 truncate text-sm font-semibold">
                      {name} <span className="text-muted-foreground font-normal">{part}</span>
                    </h3>
                    <Button
                      size="icon-sm"
                      variant="ghost"
                      aria-label={`Treat ${name} as the others`}
                      onClick={() => write(withoutKey(grants, key))}
                    >
                      <X aria-hidden />
                    </Button>
                  </div>
                  <GrantEditor
                    blueprint={blueprint}
                    label={`Change ${name}`}
                    grant={grant}
                    onChange={(next) => write({ ...grants, [key]: next })}
                  />
                </li>
              );
            }),
          )}
        </ul>
      )}
    </SectionCard>
  );
}
