ALTER TABLE "insight_marks" ALTER COLUMN "service" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "insight_changes" ADD COLUMN "told_service" text;--> statement-breakpoint
ALTER TABLE "insight_deployments" ADD COLUMN "told_service" text;--> statement-breakpoint
ALTER TABLE "insight_deployments" ADD COLUMN "told_production" boolean;--> statement-breakpoint
ALTER TABLE "insight_findings" ADD COLUMN "told_service" text;--> statement-breakpoint
ALTER TABLE "insight_incidents" ADD COLUMN "told_service" text;--> statement-breakpoint
ALTER TABLE "insight_marks" ADD COLUMN "repository" text;--> statement-breakpoint
ALTER TABLE "insight_tickets" ADD COLUMN "told_service" text;