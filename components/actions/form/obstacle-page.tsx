"use client";

import { CirclePause, Unplug, Zap } from "lucide-react";
import { labelOf } from "@/components/properties/kind";
import { useShell } from "@/components/shell/shell-context";
import { EmptyState } from "@/components/states/states";
import { ButtonLink } from "@/components/ui/button";
import { Card, SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Markdown } from "@/components/ui/markdown";
import type { ActionDefinition } from "../action-types";
import { editActionHref } from "../builder/action-paths";
import { backendWords } from "./backend-words";
import type { Obstacle } from "./obstacle";

const EVENTS = {
  ENTITY_CREATED: "when an entity is created",
  ENTITY_UPDATED: "when an entity is changed",
  ENTITY_DELETED: "when an entity is deleted",
  ANY_ENTITY_CHANGE: "when an entity is created, changed or deleted",
  TIMER_PROPERTY_EXPIRED: "when a timer of an entity expires",
  RUN_CREATED: "when a run begins",
  RUN_UPDATED: "when a run changes",
  ANY_RUN_CHANGE: "when a run begins or changes",
  SCHEDULE: "on a schedule",
} as const;

/** Why there is no form, what the action would do, and who can change that. */
export function ObstaclePage({ action, obstacle }: { action: ActionDefinition; obstacle: Obstacle }) {
  const { viewer } = useShell();
  const words = backendWords(action.invocationMethod);
  const { trigger } = action;
  const icon = { automation: Zap, backend: Unplug, unpublished: CirclePause }[obstacle];
  const title = {
    automation: "This automation has no form",
    backend: `This portal does not run actions through ${article(words.name)}`,
    unpublished: "This action is not published",
  }[obstacle];
  const reason = {
    automation: `It is set off ${trigger.type === "automation" ? EVENTS[trigger.event.type] : "by an event"}, not by a person.`,
    backend:
      "The definition is kept as it was sent, and nothing is sent from here. Another backend makes it available.",
    unpublished: "Only administrators see it, and nobody can run it before it is published.",
  }[obstacle];
  return (
    <div className="grid max-w-3xl gap-6">
      <Card>
        <EmptyState
          icon={icon}
          title={title}
          action={
            viewer.isAdmin ? (
              <ButtonLink href={editActionHref(action.identifier)}>Edit the action</ButtonLink>
            ) : (
              <ButtonLink href="/actions">All actions</ButtonLink>
            )
          }
        >
          {reason}
          {!viewer.isAdmin && " An administrator can change that."}
        </EmptyState>
      </Card>
      <SectionCard title="What it would do">
        <DescriptionList
          items={[
            { term: words.title, value: <span className="font-mono text-xs">{words.detail}</span> },
            ...(trigger.type === "self-service"
              ? [
                  {
                    term: "Asks for",
                    value:
                      Object.entries(trigger.userInputs.properties)
                        .map(([key, input]) => labelOf(key, input))
                        .join(", ") || "Nothing",
                  },
                ]
              : []),
          ]}
        />
      </SectionCard>
      {action.documentation && (
        <SectionCard title="Documentation">
          <Markdown level={3}>{action.documentation}</Markdown>
        </SectionCard>
      )}
    </div>
  );
}

const article = (name: string): string =>
  /^(Kafka|catalog)$/.test(name)
    ? name === "catalog"
      ? "the catalog"
      : name
    : `a ${name}`.replace(/^a ([aeiAEI])/, "an $1");
