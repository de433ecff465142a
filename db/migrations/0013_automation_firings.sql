CREATE TABLE "automation_firings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"action_id" uuid NOT NULL,
	"automation" text NOT NULL,
	"event_key" text NOT NULL,
	"event" text NOT NULL,
	"source" jsonb NOT NULL,
	"blueprint" text,
	"subject" text,
	"outcome" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"run_id" text,
	"depth" integer DEFAULT 1 NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "automation_firings_once_key" UNIQUE("action_id","event_key")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "cause" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "event" jsonb;--> statement-breakpoint
CREATE INDEX "automation_firings_action_id_at_index" ON "automation_firings" USING btree ("action_id","at");--> statement-breakpoint
CREATE INDEX "automation_firings_action_id_subject_at_index" ON "automation_firings" USING btree ("action_id","subject","at");--> statement-breakpoint
CREATE INDEX "automation_firings_run_id_index" ON "automation_firings" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "automation_firings_waiting_idx" ON "automation_firings" USING btree ("at") WHERE "automation_firings"."outcome" = 'waiting';