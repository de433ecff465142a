"use client";

import { isSecret } from "@/components/properties/kind";
import { PropertyValue } from "@/components/properties/property-value";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import type { PropertyDefinitions } from "@/server/properties/schema";

/** What was asked for, in the order and with the titles of the form. */
export function InputsCard({
  inputs,
  userInputs,
  title = "Request",
}: {
  inputs: Record<string, unknown>;
  userInputs: Record<string, unknown>;
  title?: string;
}) {
  const definitions = (userInputs.properties ?? {}) as PropertyDefinitions;
  const order = Array.isArray(userInputs.order) ? (userInputs.order as string[]) : [];
  const keys = [
    ...order.filter((key) => key in definitions),
    ...Object.keys(definitions).filter((key) => !order.includes(key)),
  ];
  const items = keys.filter((key) => inputs[key] !== undefined && inputs[key] !== null);
  if (items.length === 0) return null;
  return (
    <SectionCard title={title}>
      <DescriptionList
        columns={2}
        items={items.flatMap((key) => {
          const definition = definitions[key];
          return definition
            ? [
                {
                  key,
                  term: definition.title ?? key,
                  value: isSecret(definition) ? (
                    <Concealed />
                  ) : (
                    <PropertyValue definition={definition} value={inputs[key]} />
                  ),
                },
              ]
            : [];
        })}
      />
    </SectionCard>
  );
}

/** Stands for what is encrypted; there is nothing behind it that could be shown. */
const Concealed = () => (
  <>
    <span aria-hidden>••••</span>
    <span className="sr-only">Encrypted</span>
  </>
);
