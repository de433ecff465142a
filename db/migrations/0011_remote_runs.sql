ALTER TABLE "runs" ADD COLUMN "payload" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "payload_sha256" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "external_run_id" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "links" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "response" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "called_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "poll_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "estimate" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "environment" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "impersonated_by" text;--> statement-breakpoint
CREATE INDEX "runs_external_run_id_index" ON "runs" USING btree ("external_run_id");--> statement-breakpoint
CREATE INDEX "runs_poll_at_index" ON "runs" USING btree ("poll_at");