DROP TABLE "run_early_news" CASCADE;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "facts_at" jsonb DEFAULT '{}'::jsonb NOT NULL;