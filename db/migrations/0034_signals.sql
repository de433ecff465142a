CREATE TABLE "insight_backfills" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"connection" text NOT NULL,
	"repositories" text[] NOT NULL,
	"parts" text[] NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"cursor" jsonb NOT NULL,
	"step" integer DEFAULT 0 NOT NULL,
	"wait_until" timestamp (3) with time zone,
	"requests" integer DEFAULT 0 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"problems" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "insight_help_messages" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"request_id" uuid NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"by_owner" boolean NOT NULL,
	"body" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_help_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"action" text NOT NULL,
	"run_id" text,
	"context" jsonb NOT NULL,
	"team" text,
	"requester_id" text NOT NULL,
	"requester_name" text NOT NULL,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"first_reply_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "insight_lookups" (
	"day" date NOT NULL,
	"person_id" bigint NOT NULL,
	CONSTRAINT "insight_lookups_day_person_id_pk" PRIMARY KEY("day","person_id")
);
--> statement-breakpoint
CREATE TABLE "insight_run_feedback" (
	"run_id" text NOT NULL,
	"user_id" text NOT NULL,
	"action" text NOT NULL,
	"helpful" boolean NOT NULL,
	"comment" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "insight_run_feedback_run_id_user_id_pk" PRIMARY KEY("run_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "insight_maintenance" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "insight_maintenance" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "insight_form_starts" ADD COLUMN "step" text;--> statement-breakpoint
ALTER TABLE "insight_memberships" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "insight_service_owners" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "insight_help_messages" ADD CONSTRAINT "insight_help_messages_request_id_insight_help_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."insight_help_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "insight_lookups" ADD CONSTRAINT "insight_lookups_person_id_insight_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."insight_people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "insight_backfills_created_at_index" ON "insight_backfills" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "insight_help_messages_request_id_id_index" ON "insight_help_messages" USING btree ("request_id","id");--> statement-breakpoint
CREATE INDEX "insight_help_requests_team_opened_at_index" ON "insight_help_requests" USING btree ("team","opened_at");--> statement-breakpoint
CREATE INDEX "insight_help_requests_requester_id_opened_at_index" ON "insight_help_requests" USING btree ("requester_id","opened_at");--> statement-breakpoint
CREATE INDEX "insight_help_requests_run_id_index" ON "insight_help_requests" USING btree ("run_id") WHERE run_id is not null;--> statement-breakpoint
CREATE INDEX "insight_run_feedback_action_at_index" ON "insight_run_feedback" USING btree ("action","at");--> statement-breakpoint
CREATE INDEX "insight_maintenance_starts_at_index" ON "insight_maintenance" USING btree ("starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "insight_maintenance_external_key" ON "insight_maintenance" USING btree ("external_id","source");--> statement-breakpoint
CREATE UNIQUE INDEX "insight_memberships_external_key" ON "insight_memberships" USING btree ("external_id","source");--> statement-breakpoint
CREATE UNIQUE INDEX "insight_service_owners_external_key" ON "insight_service_owners" USING btree ("external_id","source");