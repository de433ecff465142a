ALTER TABLE "approval_requests" ADD COLUMN "claimed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "closed_reason" text;--> statement-breakpoint
CREATE INDEX "approval_requests_requester_id_created_at_index" ON "approval_requests" USING btree ("requester_id","created_at");