CREATE TABLE "lifetime_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"lifetime_id" uuid NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"reason" text,
	"before" timestamp (3) with time zone,
	"after" timestamp (3) with time zone,
	"run_id" text
);
--> statement-breakpoint
CREATE TABLE "lifetimes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"blueprint" text NOT NULL,
	"entity" text NOT NULL,
	"entity_title" text,
	"action" text NOT NULL,
	"run_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"owner_name" text NOT NULL,
	"team" text,
	"status" text DEFAULT 'active' NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"default_seconds" integer NOT NULL,
	"maximum_seconds" integer,
	"extend_by" text NOT NULL,
	"remind_before" integer[] NOT NULL,
	"reminded" integer,
	"destroy_action" text NOT NULL,
	"destroy_inputs" jsonb NOT NULL,
	"destroy_run_id" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"note" text,
	"ended_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lifetimes_runId_unique" UNIQUE("run_id")
);
--> statement-breakpoint
CREATE TABLE "template_upgrade_items" (
	"upgrade_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"from_version" text,
	"status" text DEFAULT 'waiting' NOT NULL,
	"run_id" text,
	"message" text,
	CONSTRAINT "template_upgrade_items_upgrade_id_position_pk" PRIMARY KEY("upgrade_id","position")
);
--> statement-breakpoint
CREATE TABLE "template_upgrades" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"to_version" text NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"stop_on_failure" boolean NOT NULL,
	"reason" text,
	"requested_by" text NOT NULL,
	"requested_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "template_versions" (
	"slug" text NOT NULL,
	"version" text NOT NULL,
	"sha256" text NOT NULL,
	"manifest" jsonb NOT NULL,
	"docs" text NOT NULL,
	"files" "bytea" NOT NULL,
	"first_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"applied_at" timestamp (3) with time zone,
	"status" text DEFAULT 'active' NOT NULL,
	"recommended" boolean DEFAULT false NOT NULL,
	"note" text,
	"retire_on" text,
	"deprecated_at" timestamp (3) with time zone,
	"deprecated_by" text,
	CONSTRAINT "template_versions_slug_version_pk" PRIMARY KEY("slug","version")
);
--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "template_version" text;--> statement-breakpoint
ALTER TABLE "lifetime_events" ADD CONSTRAINT "lifetime_events_lifetime_id_lifetimes_id_fk" FOREIGN KEY ("lifetime_id") REFERENCES "public"."lifetimes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_upgrade_items" ADD CONSTRAINT "template_upgrade_items_upgrade_id_template_upgrades_id_fk" FOREIGN KEY ("upgrade_id") REFERENCES "public"."template_upgrades"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lifetime_events_lifetime_id_at_index" ON "lifetime_events" USING btree ("lifetime_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "lifetimes_live_key" ON "lifetimes" USING btree ("blueprint","entity") WHERE "lifetimes"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "lifetimes_next_at_index" ON "lifetimes" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "lifetimes_expires_at_index" ON "lifetimes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "lifetimes_destroy_run_id_index" ON "lifetimes" USING btree ("destroy_run_id");--> statement-breakpoint
CREATE INDEX "template_upgrade_items_run_id_index" ON "template_upgrade_items" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "template_upgrades_slug_created_at_index" ON "template_upgrades" USING btree ("slug","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "template_versions_recommended_key" ON "template_versions" USING btree ("slug") WHERE "template_versions"."recommended";