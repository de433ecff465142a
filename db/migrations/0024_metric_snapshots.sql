CREATE TABLE "metric_snapshots" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"taken_on" date NOT NULL,
	"metric" text NOT NULL,
	"scope" text NOT NULL,
	"scope_id" text NOT NULL,
	"window_from" timestamp (3) with time zone NOT NULL,
	"window_to" timestamp (3) with time zone NOT NULL,
	"result" jsonb NOT NULL,
	"inputs" integer NOT NULL,
	"inputs_hash" text NOT NULL,
	"taken_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"restated_at" timestamp (3) with time zone,
	"restated_result" jsonb,
	"restated_inputs" integer,
	"restated_hash" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "metric_snapshots_key" ON "metric_snapshots" USING btree ("taken_on","metric","scope","scope_id");--> statement-breakpoint
CREATE INDEX "metric_snapshots_of_idx" ON "metric_snapshots" USING btree ("metric","scope","scope_id","taken_on");--> statement-breakpoint
CREATE INDEX "runs_ended_at_index" ON "runs" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "runs_rerun_of_index" ON "runs" USING btree ("rerun_of") WHERE "runs"."rerun_of" is not null;