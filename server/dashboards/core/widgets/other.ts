import { z } from "zod";
import { strict } from "@/server/catalog/core/strict";
import { common, href, key, name, tableConfig, words } from "./parts";

/** Widgets of words and links, and of what happened. */

const markdown = z.discriminatedUnion("source", [
  strict({
    ...common,
    type: z.literal("markdown"),
    source: z.literal("custom").optional(),
    markdown: words(50_000),
  }),
  strict({
    ...common,
    type: z.literal("markdown"),
    source: z.literal("property"),
    blueprintIdentifier: name(100),
    propertyIdentifier: key,
    entityIdentifier: name(),
  }),
]);

const RESOURCES = ["blueprint", "entity", "run", "webhook", "scorecard", "action", "integration"] as const;
const moment = z.iso.datetime({ offset: true }).optional();

export const otherWidgets = [
  markdown,
  strict({
    ...common,
    type: z.literal("iframe-widget"),
    url: href,
    urlType: z.enum(["public", "protected"]).optional(),
    popupAuth: z.boolean().optional(),
    tokenUrl: href.optional(),
    authorizationUrl: href.optional(),
    clientId: words(500).optional(),
    scopes: z.array(words(200)).max(50).optional(),
  }),
  strict({
    ...common,
    type: z.literal("links-widget"),
    links: z
      .array(
        strict({
          title: words(200).min(1, "Name the link."),
          description: words(500).optional(),
          url: href,
          icon: words(100).optional(),
        }),
      )
      .max(100),
  }),
  strict({
    ...common,
    type: z.literal("action-card-widget"),
    actions: z
      .array(strict({ action: name(100) }))
      .min(1, "Name an action.")
      .max(50),
  }),
  strict({
    ...common,
    type: z.literal("action-runs-table-widget"),
    displayMode: z.enum(["single", "widget"]).optional(),
    action: name(100),
    tableConfig,
  }),
  strict({
    ...common,
    type: z.literal("runs-table"),
    query: strict({
      entity: name().optional(),
      blueprint: name(100).optional(),
      active: z.boolean().optional(),
      user_email: words(200).optional(),
      user_id: words(200).optional(),
      limit: z.number().int().min(1).max(1000).optional(),
      exclude: z.array(words(200)).max(100).optional(),
      external_run_id: words(500).optional(),
      version: z.enum(["v1", "v2"]).optional(),
      action: name(100).optional(),
      source: z
        .array(z.enum(["UI", "API", "AUTOMATION"]))
        .max(3)
        .optional(),
    }).optional(),
    tableConfig,
  }),
  strict({ ...common, type: z.literal("run-info"), runId: name(200) }),
  strict({
    ...common,
    type: z.literal("table-audit-log"),
    query: strict({
      identifier: name().optional(),
      entity: name().optional(),
      include_deleted_entities: z.boolean().optional(),
      blueprint: name(100).optional(),
      run_id: words(200).optional(),
      webhookId: words(200).optional(),
      webhookEventId: words(200).optional(),
      origin: z.array(words(50)).max(20).optional(),
      InstallationId: words(200).optional(),
      resources: z.union([z.enum(RESOURCES), z.array(z.enum(RESOURCES)).max(RESOURCES.length)]).optional(),
      includes: z.array(words(50)).max(20).optional(),
      from: moment,
      to: moment,
      action: words(100).optional(),
      status: z.enum(["SUCCESS", "FAILURE"]).optional(),
      limit: z.number().int().min(1).max(1000).optional(),
      actionType: z.enum(["automation", "self-service"]).optional(),
    }),
    tableConfig,
  }),
  strict({
    ...common,
    type: z.literal("users-table"),
    query: strict({ team: name(200).optional() }).optional(),
    tableConfig,
  }),
  strict({
    ...common,
    type: z.literal("teams-table"),
    query: strict({ user: words(200).optional() }).optional(),
    tableConfig,
  }),
  strict({ ...common, type: z.literal("user-info"), user_email: name(200) }),
  strict({ ...common, type: z.literal("team-info"), team_name: name(200) }),
  /** Kept, so that a page of another portal can be taken over; it shows why it shows nothing. */
  strict({
    ...common,
    type: z.literal("ai-agent"),
    agentIdentifier: words(200),
    useMCP: z.boolean().optional(),
  }),
  strict({
    ...common,
    type: z.literal("workflow-runs-history-table"),
    query: z.record(z.string(), z.unknown()).optional(),
    tableConfig,
  }),
] as const;
