CREATE TABLE "variable_set_variables" (
	"set_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sensitive" boolean DEFAULT false NOT NULL,
	"description" text,
	"value" jsonb,
	"sealed" "bytea",
	"version" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "variable_set_variables_set_id_kind_name_pk" PRIMARY KEY("set_id","kind","name")
);
--> statement-breakpoint
CREATE TABLE "variable_sets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"identifier" text NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"team" text,
	"environment" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "variable_sets_identifier_unique" UNIQUE("identifier")
);
--> statement-breakpoint
CREATE TABLE "drift_settings" (
	"id" text PRIMARY KEY DEFAULT 'organization' NOT NULL,
	"interval_minutes" integer DEFAULT 0 NOT NULL,
	"concurrency" integer DEFAULT 2 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "speculative_plans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'requested' NOT NULL,
	"workspace_id" uuid,
	"requester_id" text NOT NULL,
	"requester_name" text NOT NULL,
	"action" jsonb NOT NULL,
	"target" jsonb,
	"module" jsonb,
	"sealed" "bytea",
	"variable_sources" jsonb,
	"state_serial" bigint,
	"plan" jsonb,
	"failure" jsonb,
	"host" text,
	"lease_owner" text,
	"lease_until" timestamp (3) with time zone,
	"cancel_requested_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "variable_sources" jsonb;--> statement-breakpoint
ALTER TABLE "state_versions" ADD COLUMN "author_id" text;--> statement-breakpoint
ALTER TABLE "state_versions" ADD COLUMN "author_name" text;--> statement-breakpoint
ALTER TABLE "state_versions" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "state_versions" ADD COLUMN "resources" integer;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "team" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "drift_interval_minutes" integer;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "drift_status" text DEFAULT 'unknown' NOT NULL;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "drift_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "drift_checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "drift_plan_id" uuid;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "drift_fingerprint" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "drift_accepted" jsonb;--> statement-breakpoint
ALTER TABLE "variable_set_variables" ADD CONSTRAINT "variable_set_variables_set_id_variable_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."variable_sets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "speculative_plans" ADD CONSTRAINT "speculative_plans_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "variable_sets_team_environment_index" ON "variable_sets" USING btree ("team","environment");--> statement-breakpoint
CREATE INDEX "speculative_plans_status_index" ON "speculative_plans" USING btree ("status");--> statement-breakpoint
CREATE INDEX "speculative_plans_requester_id_created_at_index" ON "speculative_plans" USING btree ("requester_id","created_at");--> statement-breakpoint
CREATE INDEX "speculative_plans_workspace_id_created_at_index" ON "speculative_plans" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "speculative_plans_one_drift_key" ON "speculative_plans" USING btree ("workspace_id") WHERE "speculative_plans"."kind" = 'drift' and "speculative_plans"."status" in ('requested', 'running');