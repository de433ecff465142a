"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useQueryState } from "@/components/url-state/use-query-state";
import { useMemo } from "react";
import { IconTile } from "@/components/catalog/blueprint-icon";
import { ListPage } from "@/components/shell/page";
import { QueryState } from "@/components/states/query-state";
import { SkeletonLines } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { operationWords } from "../action-types";
import type { ActionDefinition } from "../action-types";
import { actionParams } from "./action-params";
import { prefillValues } from "./prefill";

// Rendered on the server like the rest; the code of forms and pickers comes after that of the page around them.
const ActionForm = dynamic(() => import("./action-form").then((module) => module.ActionForm));
const EntityField = dynamic(() =>
  import("@/components/properties/fields/reference-fields").then((module) => module.EntityField),
);

interface ActionPageProps {
  identifier: string;
  /** The address's own parameters, for prefilling. */
  given: Record<string, string | string[] | undefined>;
}

/** An action: which entity it works on, if on one, then its form. */
export function ActionPage({ identifier, given }: ActionPageProps) {
  const trpc = useTRPC();
  const [entity, setEntity] = useQueryState("entity", actionParams.entity);
  const { data: definition } = useSuspenseQuery(trpc.actions.get.queryOptions({ identifier }));
  const { operation, blueprint, properties } = formFacts(definition);
  const needsEntity = operation !== "CREATE" && entity === null;
  const input = { identifier, ...(operation !== "CREATE" && entity !== null && { entity }) };
  const query = useQuery(
    trpc.actions.form.queryOptions(input, {
      enabled: !needsEntity,
      staleTime: 60_000,
      refetchOnWindowFocus: false,
    }),
  );
  const prefill = useMemo(() => prefillValues(properties, given), [properties, given]);
  const title = definition.title ?? definition.identifier;
  return (
    <ListPage
      title={title}
      description={definition.description}
      icon={<IconTile size="lg" name={definition.icon} fallback="action" />}
      meta={<Badge tone={operationWords[operation].tone}>{operationWords[operation].label}</Badge>}
      breadcrumbs={[{ label: "Actions", href: "/actions" }, { label: title }]}
      secondaryActions={
        operation !== "CREATE" &&
        entity !== null && (
          <ButtonLink href={`/actions/${encodeURIComponent(identifier)}`}>Choose another</ButtonLink>
        )
      }
    >
      {needsEntity ? (
        <Card className="max-w-xl px-5 py-5">
          <Field
            required
            label="What should it work on?"
            description={`An entity of the blueprint “${blueprint}”.`}
          >
            <EntityField
              definition={{ type: "string", format: "entity", blueprint }}
              value=""
              onChange={(value) =>
                void setEntity(typeof value === "string" && value ? value : null, { history: "push" })
              }
            />
          </Field>
        </Card>
      ) : (
        <QueryState query={query} what="the form" skeleton={<SkeletonLines lines={8} />}>
          {(form) => (
            <ActionForm
              key={`${form.revision}:${form.entity?.identifier ?? ""}`}
              form={form}
              prefill={prefill}
            />
          )}
        </QueryState>
      )}
    </ListPage>
  );
}

const NO_INPUTS = {};

/** What the page needs before the form is loaded. An automation has no form; asking for it says so. */
function formFacts({ trigger }: ActionDefinition) {
  return trigger.type === "self-service"
    ? {
        operation: trigger.operation,
        blueprint: trigger.blueprintIdentifier ?? "",
        properties: trigger.userInputs.properties,
      }
    : { operation: "CREATE" as const, blueprint: "", properties: NO_INPUTS };
}
