ALTER TABLE "run_calls" ADD COLUMN "offered_to" text;--> statement-breakpoint
ALTER TABLE "run_calls" ADD COLUMN "claimed_by" text;--> statement-breakpoint
ALTER TABLE "run_calls" ADD COLUMN "claimed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "run_calls" ADD COLUMN "acked_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "run_calls_offered_index" ON "run_calls" USING btree ("offered_to","created_at") WHERE "run_calls"."offered_to" is not null and "run_calls"."acked_at" is null;