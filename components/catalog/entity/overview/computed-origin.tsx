import Link from "next/link";
import { Fragment } from "react";
import { labelOf } from "@/components/properties/kind";
import type { ResolvedProperty } from "@/server/catalog/core/model";
import type { BlueprintDefinition, Entity } from "@/server/catalog/schema";
import { blueprintHref, entityHref } from "../../catalog-types";

interface ComputedOriginProps {
  blueprint: BlueprintDefinition;
  entity: Entity;
  property: ResolvedProperty;
}

/** Characters of an expression that say enough. */
const EXPRESSION_SHOWN = 160;

/** Where a computed value comes from: the path of a mirror, the expression of a calculation, what an aggregation counts. */
export function ComputedOrigin({ blueprint, entity, property: { key, source } }: ComputedOriginProps) {
  if (source === "mirror") {
    const path = blueprint.mirrorProperties?.[key]?.path ?? "";
    return <MirrorPath blueprint={blueprint} entity={entity} path={path} />;
  }
  if (source === "calculation") {
    const expression = textOf(blueprint.calculationProperties?.[key]?.calculation);
    return (
      <>
        Calculated by{" "}
        <code className="font-mono [overflow-wrap:anywhere]" title={expression}>
          {expression.length > EXPRESSION_SHOWN ? `${expression.slice(0, EXPRESSION_SHOWN)}…` : expression}
        </code>
      </>
    );
  }
  return <AggregationText definition={blueprint.aggregationProperties?.[key] ?? {}} />;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** `environment.region.$title`, the first step as a link to the entity that it leads to. */
function MirrorPath({
  blueprint,
  entity,
  path,
}: {
  blueprint: BlueprintDefinition;
  entity: Entity;
  path: string;
}) {
  const steps = path.split(".");
  const [first = "", ...rest] = steps;
  const relation = blueprint.relations?.[first];
  const target = entity.relations[first];
  return (
    <>
      Mirrored from{" "}
      {relation && typeof target === "string" ? (
        <Link
          href={entityHref(relation.target, target)}
          className="text-primary-text underline underline-offset-2"
        >
          {labelOf(first, relation)}
        </Link>
      ) : (
        <span>{relation ? labelOf(first, relation) : first}</span>
      )}
      {rest.map((step, index) => (
        <Fragment key={index}>
          {" "}
          <span aria-hidden>›</span> <span>{step.replace(/^\$/, "")}</span>
        </Fragment>
      ))}
    </>
  );
}

const FUNCTIONS: Record<string, string> = {
  count: "Number",
  sum: "Sum",
  average: "Average",
  median: "Median",
  min: "Smallest value",
  max: "Largest value",
};

function AggregationText({ definition }: { definition: Record<string, unknown> }) {
  const spec = (definition.calculationSpec ?? {}) as Record<string, unknown>;
  const target = textOf(definition.target);
  const property = textOf(spec.property).replace(/^\$/, "");
  const interval = textOf(spec.averageOf);
  return (
    <>
      {FUNCTIONS[textOf(spec.func)] ?? "Aggregation"} of {property && <>{property} over </>}the related{" "}
      <Link href={blueprintHref(target)} className="text-primary-text underline underline-offset-2">
        {target}
      </Link>
      {interval && <>, for each {interval}</>}
      {definition.query !== undefined && ", of those that a filter lets through"}
      {definition.pathFilter !== undefined && ", by one path"}
    </>
  );
}
