ALTER TABLE "insight_settings" ADD COLUMN "uptime_target" double precision DEFAULT 0.999 NOT NULL;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "merged_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "merged_from" text;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "released_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "draft" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- The target is part of what is computed of probes.
CREATE TRIGGER insight_settings_version_insert AFTER INSERT ON insight_settings REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION insight_note_version();--> statement-breakpoint
CREATE TRIGGER insight_settings_version_update AFTER UPDATE ON insight_settings REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION insight_note_version();--> statement-breakpoint
CREATE TRIGGER insight_settings_version_delete AFTER DELETE ON insight_settings REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION insight_note_version();--> statement-breakpoint
CREATE TRIGGER insight_settings_version_truncate AFTER TRUNCATE ON insight_settings
  FOR EACH STATEMENT EXECUTE FUNCTION insight_note_version();
