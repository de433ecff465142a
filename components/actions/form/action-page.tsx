"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Target } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { IconTile } from "@/components/catalog/blueprint-icon";
import { ListPage } from "@/components/shell/page";
import { readFailure } from "@/components/states/domain-error";
import { SkeletonLines } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useQueryState } from "@/components/url-state/use-query-state";
import { operationWords } from "../action-types";
import type { ActionDefinition } from "../action-types";
import { actionParams } from "./action-params";
import type { Obstacle } from "./obstacle";
import { prefillValues } from "./prefill";
import type { AddressParams } from "./prefill";

// Rendered on the server like the rest; the code of forms and pickers comes after that of the page around them.
const ActionForm = dynamic(() => import("./action-form").then((module) => module.ActionForm));
const TargetPicker = dynamic(() => import("./target-picker").then((module) => module.TargetPicker));
const ObstaclePage = dynamic(() => import("./obstacle-page").then((module) => module.ObstaclePage));

interface ActionPageProps {
  identifier: string;
  /** Why there is no form to send. */
  obstacle: Obstacle | null;
  /** The address's own parameters, for prefilling. */
  given: AddressParams;
}

/** An action: which entity it works on, if on one, then its form. */
export function ActionPage({ identifier, obstacle, given }: ActionPageProps) {
  const trpc = useTRPC();
  const [entity, setEntity] = useQueryState("entity", actionParams.entity);
  const { data: definition } = useSuspenseQuery(trpc.actions.get.queryOptions({ identifier }));
  const { operation, properties } = formFacts(definition);
  const onEntity = operation !== null && operation !== "CREATE";
  const needsEntity = onEntity && entity === null;
  const query = useQuery(
    trpc.actions.form.queryOptions(
      { identifier, ...(onEntity && entity !== null && { entity }) },
      { enabled: obstacle === null && !needsEntity, staleTime: 60_000, refetchOnWindowFocus: false },
    ),
  );
  const prefill = useMemo(() => prefillValues(properties, given), [properties, given]);
  const title = definition.title ?? definition.identifier;
  const another = <ButtonLink href={`/actions/${encodeURIComponent(identifier)}`}>Choose another</ButtonLink>;
  /** The entity of the address is gone, or the action is not offered on it: loading the form again changes nothing. */
  const refused = query.isError
    ? readFailure(query.error).issues.find((issue) => issue.path[0] === "entity")
    : undefined;
  return (
    <ListPage
      title={title}
      description={definition.description}
      icon={<IconTile size="lg" name={definition.icon} fallback="action" />}
      meta={
        operation === null ? (
          <Badge>Automation</Badge>
        ) : (
          <Badge tone={operationWords[operation].tone}>{operationWords[operation].label}</Badge>
        )
      }
      breadcrumbs={[{ label: "Actions", href: "/actions" }, { label: title }]}
      secondaryActions={obstacle === null && onEntity && entity !== null && !refused && another}
    >
      {obstacle !== null ? (
        <ObstaclePage action={definition} obstacle={obstacle} />
      ) : needsEntity ? (
        <TargetPicker
          action={definition}
          onPick={(identifier) => void setEntity(identifier, { history: "push" })}
        />
      ) : refused ? (
        <Card>
          <EmptyState icon={Target} title={`Not for “${entity ?? ""}”`} action={another}>
            {refused.message}
          </EmptyState>
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

/** What the page needs before the form is loaded. An automation has neither operation nor inputs. */
const formFacts = ({ trigger }: ActionDefinition) =>
  trigger.type === "self-service"
    ? { operation: trigger.operation, properties: trigger.userInputs.properties }
    : { operation: null, properties: NO_INPUTS };
