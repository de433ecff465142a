CREATE TABLE "run_early_news" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_calls" (
	"run_id" text PRIMARY KEY NOT NULL,
	"call_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'due' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"problem" text,
	"token_hash" text NOT NULL,
	"stop_asked_at" timestamp (3) with time zone,
	"first_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_calls_callId_unique" UNIQUE("call_id"),
	CONSTRAINT "run_calls_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "run_deliveries" (
	"run_id" text NOT NULL,
	"delivery_id" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_deliveries_run_id_delivery_id_pk" PRIMARY KEY("run_id","delivery_id")
);
--> statement-breakpoint
CREATE TABLE "run_settings" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"runs_per_team" integer DEFAULT 4 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "deadline_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "serial_key" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "held_back" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "run_calls" ADD CONSTRAINT "run_calls_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_deliveries" ADD CONSTRAINT "run_deliveries_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_early_news_kind_external_id_index" ON "run_early_news" USING btree ("kind","external_id");--> statement-breakpoint
CREATE INDEX "run_calls_status_next_attempt_at_index" ON "run_calls" USING btree ("status","next_attempt_at");--> statement-breakpoint
CREATE INDEX "runs_serial_key_index" ON "runs" USING btree ("serial_key");