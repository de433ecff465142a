CREATE TABLE "insight_batches" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"received" integer NOT NULL,
	"created" integer NOT NULL,
	"updated" integer NOT NULL,
	"unchanged" integer NOT NULL,
	"refused" integer NOT NULL,
	"first_errors" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"stamps" jsonb,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"service" text,
	"known" boolean DEFAULT false NOT NULL,
	"team" text,
	"repository" text NOT NULL,
	"number" integer,
	"title" text,
	"author_id" bigint,
	"is_bot" boolean DEFAULT false NOT NULL,
	"first_commit_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone,
	"first_review_at" timestamp (3) with time zone,
	"merged_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"merge_sha" text,
	"head_sha" text,
	"base_branch" text,
	"head_branch" text,
	"labels" text[] DEFAULT '{}' NOT NULL,
	"told_hotfix" boolean,
	"is_hotfix" boolean DEFAULT false NOT NULL,
	"reverts_external_id" text,
	"reverts_change_id" bigint,
	"reverted_by_change_id" bigint
);
--> statement-breakpoint
CREATE TABLE "insight_commits" (
	"repository" text NOT NULL,
	"sha" text NOT NULL,
	"parents" text[] DEFAULT '{}' NOT NULL,
	"exact" boolean DEFAULT false NOT NULL,
	"committed_at" timestamp (3) with time zone,
	"change_id" bigint,
	CONSTRAINT "insight_commits_repository_sha_pk" PRIMARY KEY("repository","sha")
);
--> statement-breakpoint
CREATE TABLE "insight_deployment_changes" (
	"deployment_id" bigint NOT NULL,
	"change_id" bigint NOT NULL,
	"baseline" boolean NOT NULL,
	"first" boolean NOT NULL,
	"why" text NOT NULL,
	CONSTRAINT "insight_deployment_changes_deployment_id_change_id_pk" PRIMARY KEY("deployment_id","change_id")
);
--> statement-breakpoint
CREATE TABLE "insight_deployments" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"stamps" jsonb,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"service" text NOT NULL,
	"known" boolean DEFAULT false NOT NULL,
	"team" text,
	"environment" text NOT NULL,
	"production" boolean NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"repository" text,
	"sha" text,
	"version" text,
	"commits" text[],
	"pipeline" text,
	"config_only" boolean DEFAULT false NOT NULL,
	"template_id" text,
	"template_version" text,
	"via_platform" boolean DEFAULT false NOT NULL,
	"run_id" text,
	"told_kind" text,
	"restores_external_id" text,
	"fixes_incident" text,
	"kind" text DEFAULT 'planned' NOT NULL,
	"kind_why" text,
	"restores_id" bigint,
	"previous_success_id" bigint,
	"duplicate_of" bigint,
	"baseline" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_findings" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"stamps" jsonb,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"service" text,
	"known" boolean DEFAULT false NOT NULL,
	"team" text,
	"title" text,
	"severity" text NOT NULL,
	"cve" text,
	"component" text,
	"resource" text,
	"status" text NOT NULL,
	"suppressed_until" timestamp (3) with time zone,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"fixed_at" timestamp (3) with time zone,
	"told_due_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"dedupe_key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_form_starts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"action" text NOT NULL,
	"team" text,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"run_id" text
);
--> statement-breakpoint
CREATE TABLE "insight_incidents" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"stamps" jsonb,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"service" text,
	"known" boolean DEFAULT false NOT NULL,
	"team" text,
	"title" text,
	"severity" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"detected_at" timestamp (3) with time zone,
	"resolved_at" timestamp (3) with time zone,
	"deployment_external_id" text,
	"deployment_source" text,
	"deployment_id" bigint,
	"attribution" text DEFAULT 'none' NOT NULL,
	"attribution_why" text
);
--> statement-breakpoint
CREATE TABLE "insight_maintenance" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"component" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_marks" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_memberships" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"team" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_people" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"is_developer" boolean DEFAULT true NOT NULL,
	"is_bot" boolean DEFAULT false NOT NULL,
	"fte" numeric(4, 3) DEFAULT '1' NOT NULL,
	"hired_on" date,
	"left_on" date,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_person_keys" (
	"hash" text PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_probes" (
	"component" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"probe" text NOT NULL,
	"ok" boolean NOT NULL,
	"critical" boolean DEFAULT true NOT NULL,
	"source" text NOT NULL,
	"observed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "insight_probes_component_at_probe_pk" PRIMARY KEY("component","at","probe")
);
--> statement-breakpoint
CREATE TABLE "insight_service_names" (
	"name" text PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_service_owners" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"team" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_settings" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"time_zone" text NOT NULL,
	"service_blueprint" text NOT NULL,
	"production_environments" text[] NOT NULL,
	"incident_window_hours" integer NOT NULL,
	"hotfix_labels" text[] NOT NULL,
	"hotfix_branches" text[] NOT NULL,
	"fix_within_days" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_teams" (
	"team" text PRIMARY KEY NOT NULL,
	"parent" text,
	"onboarded_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "insight_tickets" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"stamps" jsonb,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"service" text,
	"known" boolean DEFAULT false NOT NULL,
	"team" text,
	"title" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"first_reply_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"told_team" text,
	"opened_by_id" bigint,
	"area" text,
	"is_platform" boolean DEFAULT true NOT NULL,
	"automatic" boolean DEFAULT false NOT NULL,
	"action_identifier" text,
	"handling_seconds" integer,
	"run_id" text
);
--> statement-breakpoint
CREATE TABLE "insight_time_entries" (
	"team" text NOT NULL,
	"week" date NOT NULL,
	"category" text NOT NULL,
	"source" text NOT NULL,
	"share" numeric(7, 6) NOT NULL,
	"fte" numeric(8, 3),
	CONSTRAINT "insight_time_entries_team_week_category_source_pk" PRIMARY KEY("team","week","category","source")
);
--> statement-breakpoint
CREATE TABLE "insight_tool_uses" (
	"day" date NOT NULL,
	"tool" text NOT NULL,
	"person_id" bigint NOT NULL,
	CONSTRAINT "insight_tool_uses_day_tool_person_id_pk" PRIMARY KEY("day","tool","person_id")
);
--> statement-breakpoint
CREATE TABLE "insight_visits" (
	"day" date NOT NULL,
	"person_id" bigint NOT NULL,
	CONSTRAINT "insight_visits_day_person_id_pk" PRIMARY KEY("day","person_id")
);
--> statement-breakpoint
ALTER TABLE "insight_deployment_changes" ADD CONSTRAINT "insight_deployment_changes_deployment_id_insight_deployments_id_fk" FOREIGN KEY ("deployment_id") REFERENCES "public"."insight_deployments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "insight_deployment_changes" ADD CONSTRAINT "insight_deployment_changes_change_id_insight_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."insight_changes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "insight_memberships" ADD CONSTRAINT "insight_memberships_person_id_insight_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."insight_people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "insight_person_keys" ADD CONSTRAINT "insight_person_keys_person_id_insight_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."insight_people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "insight_tool_uses" ADD CONSTRAINT "insight_tool_uses_person_id_insight_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."insight_people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "insight_visits" ADD CONSTRAINT "insight_visits_person_id_insight_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."insight_people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "insight_batches_kind_source_at_index" ON "insight_batches" USING btree ("kind","source","at");--> statement-breakpoint
CREATE INDEX "insight_batches_at_index" ON "insight_batches" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "insight_changes_external_key" ON "insight_changes" USING btree ("external_id","source");--> statement-breakpoint
CREATE INDEX "insight_changes_merged_idx" ON "insight_changes" USING btree ("merged_at","team") WHERE merged_at is not null;--> statement-breakpoint
CREATE INDEX "insight_changes_merge_sha_idx" ON "insight_changes" USING btree ("repository","merge_sha");--> statement-breakpoint
CREATE INDEX "insight_changes_number_idx" ON "insight_changes" USING btree ("repository","number");--> statement-breakpoint
CREATE INDEX "insight_changes_service_idx" ON "insight_changes" USING btree ("service","merged_at");--> statement-breakpoint
CREATE INDEX "insight_changes_author_idx" ON "insight_changes" USING btree ("author_id","merged_at");--> statement-breakpoint
CREATE INDEX "insight_commits_change_id_index" ON "insight_commits" USING btree ("change_id") WHERE change_id is not null;--> statement-breakpoint
CREATE INDEX "insight_deployment_changes_change_id_index" ON "insight_deployment_changes" USING btree ("change_id");--> statement-breakpoint
CREATE UNIQUE INDEX "insight_deployments_external_key" ON "insight_deployments" USING btree ("external_id","source");--> statement-breakpoint
CREATE INDEX "insight_deployments_counted_idx" ON "insight_deployments" USING btree ("finished_at","service","team") WHERE production and status = 'success' and duplicate_of is null;--> statement-breakpoint
CREATE INDEX "insight_deployments_counted_service_idx" ON "insight_deployments" USING btree ("service","finished_at") WHERE production and status = 'success' and duplicate_of is null;--> statement-breakpoint
CREATE INDEX "insight_deployments_counted_team_idx" ON "insight_deployments" USING btree ("team","finished_at") WHERE production and status = 'success' and duplicate_of is null;--> statement-breakpoint
CREATE INDEX "insight_deployments_service_idx" ON "insight_deployments" USING btree ("service","finished_at");--> statement-breakpoint
CREATE INDEX "insight_deployments_replaced_idx" ON "insight_deployments" USING btree ("previous_success_id") WHERE kind <> 'planned';--> statement-breakpoint
CREATE INDEX "insight_deployments_sha_idx" ON "insight_deployments" USING btree ("repository","sha");--> statement-breakpoint
CREATE INDEX "insight_deployments_run_idx" ON "insight_deployments" USING btree ("run_id") WHERE run_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "insight_findings_external_key" ON "insight_findings" USING btree ("external_id","source");--> statement-breakpoint
CREATE INDEX "insight_findings_seen_idx" ON "insight_findings" USING btree ("first_seen_at");--> statement-breakpoint
CREATE INDEX "insight_findings_dedupe_idx" ON "insight_findings" USING btree ("dedupe_key");--> statement-breakpoint
CREATE INDEX "insight_findings_service_idx" ON "insight_findings" USING btree ("service","status");--> statement-breakpoint
CREATE INDEX "insight_findings_fixed_idx" ON "insight_findings" USING btree ("fixed_at") WHERE fixed_at is not null;--> statement-breakpoint
CREATE INDEX "insight_form_starts_started_at_index" ON "insight_form_starts" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "insight_form_starts_action_started_at_index" ON "insight_form_starts" USING btree ("action","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "insight_incidents_external_key" ON "insight_incidents" USING btree ("external_id","source");--> statement-breakpoint
CREATE INDEX "insight_incidents_deployment_idx" ON "insight_incidents" USING btree ("deployment_id");--> statement-breakpoint
CREATE INDEX "insight_incidents_started_idx" ON "insight_incidents" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "insight_incidents_service_idx" ON "insight_incidents" USING btree ("service","started_at");--> statement-breakpoint
CREATE INDEX "insight_incidents_names_idx" ON "insight_incidents" USING btree ("deployment_external_id") WHERE deployment_external_id is not null;--> statement-breakpoint
CREATE INDEX "insight_memberships_person_id_starts_at_index" ON "insight_memberships" USING btree ("person_id","starts_at");--> statement-breakpoint
CREATE INDEX "insight_memberships_team_starts_at_index" ON "insight_memberships" USING btree ("team","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "insight_people_user_key" ON "insight_people" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "insight_person_keys_person_id_index" ON "insight_person_keys" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "insight_probes_at_idx" ON "insight_probes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "insight_service_owners_service_starts_at_index" ON "insight_service_owners" USING btree ("service","starts_at");--> statement-breakpoint
CREATE INDEX "insight_service_owners_team_starts_at_index" ON "insight_service_owners" USING btree ("team","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "insight_tickets_external_key" ON "insight_tickets" USING btree ("external_id","source");--> statement-breakpoint
CREATE INDEX "insight_tickets_opened_idx" ON "insight_tickets" USING btree ("opened_at","team");--> statement-breakpoint
CREATE INDEX "insight_tickets_run_idx" ON "insight_tickets" USING btree ("run_id") WHERE run_id is not null;