CREATE TABLE "policies" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"identifier" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"live_revision" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policies_identifier_unique" UNIQUE("identifier")
);
--> statement-breakpoint
CREATE TABLE "policy_cases" (
	"run_id" text PRIMARY KEY NOT NULL,
	"facts" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_decisions" (
	"run_id" text NOT NULL,
	"policy_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"effect" text NOT NULL,
	"outcome" text NOT NULL,
	"overridden" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policy_decisions_run_id_policy_id_pk" PRIMARY KEY("run_id","policy_id")
);
--> statement-breakpoint
CREATE TABLE "policy_revisions" (
	"policy_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"identifier" text NOT NULL,
	"definition" jsonb NOT NULL,
	"changed" text[] NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "policy_revisions_policy_id_revision_pk" PRIMARY KEY("policy_id","revision")
);
--> statement-breakpoint
CREATE TABLE "policy_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"updated_at" timestamp (3) with time zone,
	CONSTRAINT "policy_settings_one" CHECK ("policy_settings"."id" = 1)
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "policy_override" jsonb;--> statement-breakpoint
CREATE INDEX "policies_state_index" ON "policies" USING btree ("state");--> statement-breakpoint
CREATE INDEX "policy_cases_at_index" ON "policy_cases" USING btree ("at");--> statement-breakpoint
CREATE INDEX "policy_decisions_policy_id_at_index" ON "policy_decisions" USING btree ("policy_id","at");