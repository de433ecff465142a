CREATE TABLE "approval_comments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "approval_delegations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"delegator_id" uuid NOT NULL,
	"deputy_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slack_presses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"digest" text NOT NULL,
	"kind" text NOT NULL,
	"run_id" text NOT NULL,
	"subject_hash" text NOT NULL,
	"slack_user" text NOT NULL,
	"channel" text,
	"reason" text,
	"trigger_id" text,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"handled_at" timestamp (3) with time zone,
	"outcome" text,
	"refused" boolean DEFAULT false NOT NULL,
	CONSTRAINT "slack_presses_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"topic" text NOT NULL,
	"subject_key" text,
	"target" jsonb NOT NULL,
	"content" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	"receipt" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "notification_channels" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"topics" text[] DEFAULT '{}' NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed" "bytea",
	"stopped_reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "stages" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "stage" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "brief" jsonb;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "execution_seconds" integer DEFAULT 86400 NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "remind_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "reminded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "escalation" jsonb;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "escalate_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "escalated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "break_glass" jsonb;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "broken_by" uuid;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "broken_reason" text;--> statement-breakpoint
ALTER TABLE "approval_votes" ADD COLUMN "for_user_id" uuid;--> statement-breakpoint
ALTER TABLE "approval_votes" ADD COLUMN "seat" uuid;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "approval_stages" jsonb;--> statement-breakpoint
ALTER TABLE "approval_comments" ADD CONSTRAINT "approval_comments_request_id_approval_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."approval_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_comments" ADD CONSTRAINT "approval_comments_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_delegations" ADD CONSTRAINT "approval_delegations_delegator_id_users_id_fk" FOREIGN KEY ("delegator_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_delegations" ADD CONSTRAINT "approval_delegations_deputy_id_users_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_comments_request_id_created_at_index" ON "approval_comments" USING btree ("request_id","created_at");--> statement-breakpoint
CREATE INDEX "approval_delegations_deputy_id_ends_at_index" ON "approval_delegations" USING btree ("deputy_id","ends_at");--> statement-breakpoint
CREATE INDEX "approval_delegations_delegator_id_ends_at_index" ON "approval_delegations" USING btree ("delegator_id","ends_at");--> statement-breakpoint
CREATE INDEX "notices_state_next_attempt_at_index" ON "notices" USING btree ("state","next_attempt_at");--> statement-breakpoint
CREATE INDEX "notices_subject_key_index" ON "notices" USING btree ("subject_key");--> statement-breakpoint
CREATE UNIQUE INDEX "notification_channels_single_key" ON "notification_channels" USING btree ("kind") WHERE "notification_channels"."kind" <> 'webhook';--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_broken_by_users_id_fk" FOREIGN KEY ("broken_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_votes" ADD CONSTRAINT "approval_votes_for_user_id_users_id_fk" FOREIGN KEY ("for_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_votes" ADD CONSTRAINT "approval_votes_seat_users_id_fk" FOREIGN KEY ("seat") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_votes" ADD CONSTRAINT "approval_votes_seat_key" UNIQUE("request_id","seat");