ALTER TABLE "run_executions" ADD COLUMN "diagnostics" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "approval_rule" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "rerun_of" text;