"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink, FileWarning } from "lucide-react";
import { isWebAddress } from "@/components/properties/property-cell";
import { PropertyValue } from "@/components/properties/property-value";
import { LoadingState } from "@/components/states/loading";
import { EmptyState } from "@/components/states/states";
import { Card, SectionCard } from "@/components/ui/card";
import type { PropertyDefinition } from "@/server/properties/schema";
import { readAsyncApi } from "./async-api";
import { readOpenApi } from "./open-api";
import { ApiDocumentView } from "./api-document";

interface SpecTabProps {
  label: string;
  definition: PropertyDefinition;
  value: unknown;
}

/** The document or the page behind a property, in a tab of its own. */
export function SpecTab({ label, definition, value }: SpecTabProps) {
  if (definition.spec === "embedded-url" || definition.format === "url")
    return (
      <LinkedPage
        label={label}
        url={typeof value === "string" ? value : ""}
        what={definition.spec === "embedded-url" ? "page" : "document"}
      />
    );
  return <ApiDocument label={label} definition={definition} value={value} />;
}

/** Frames and requests to other sites are closed to every page of the portal, whatever an entity says. */
function LinkedPage({ label, url, what }: { label: string; url: string; what: "page" | "document" }) {
  return (
    <Card>
      <EmptyState
        icon={ExternalLink}
        title={`This ${what} is on another site`}
        action={
          isWebAddress(url) && (
            <a
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              className="text-primary-text font-medium underline-offset-2 hover:underline"
            >
              Open {label} in a new tab
            </a>
          )
        }
      >
        <span className="font-mono text-xs [overflow-wrap:anywhere]">{url}</span>
        <br />
        The portal&apos;s security policy lets no other site into its pages, so that none can pose as the
        portal or read along.
      </EmptyState>
    </Card>
  );
}

async function parse(value: unknown): Promise<unknown> {
  if (typeof value !== "string") return value;
  const { parse: parseYaml } = await import("yaml");
  // Every JSON text is YAML too.
  return parseYaml(value) as unknown;
}

function ApiDocument({ label, definition, value }: SpecTabProps) {
  const query = useQuery({
    queryKey: ["spec", definition.spec, value],
    queryFn: async () => {
      const document = await parse(value);
      return definition.spec === "async-api" ? readAsyncApi(document) : readOpenApi(document);
    },
    retry: false,
  });
  if (query.isPending) return <LoadingState label={`Loading ${label}`}>{null}</LoadingState>;
  if (query.data) return <ApiDocumentView document={query.data} />;
  return (
    <>
      <Card>
        <EmptyState
          icon={FileWarning}
          title={`${label} is no ${definition.spec === "async-api" ? "AsyncAPI" : "OpenAPI"} document`}
        >
          {query.error instanceof Error
            ? `It cannot be read: ${query.error.message}`
            : "It has no title or no operations. It is shown as it is stored."}
        </EmptyState>
      </Card>
      <SectionCard title={label}>
        <PropertyValue definition={definition} value={value} />
      </SectionCard>
    </>
  );
}
