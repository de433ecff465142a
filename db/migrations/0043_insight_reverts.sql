CREATE INDEX "insight_changes_taking_back_idx" ON "insight_changes" USING btree ("repository") WHERE reverts_external_id is not null;--> statement-breakpoint
CREATE INDEX "insight_changes_taken_back_idx" ON "insight_changes" USING btree ("repository") WHERE reverts_change_id is not null;--> statement-breakpoint
DO $$
DECLARE
  named text;
BEGIN
  FOREACH named IN ARRAY ARRAY['template_versions', 'workspaces'] LOOP
    EXECUTE format('CREATE TRIGGER %1$I AFTER INSERT ON %2$I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION insight_note_version()', named || '_version_insert', named);
    EXECUTE format('CREATE TRIGGER %1$I AFTER UPDATE ON %2$I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION insight_note_version()', named || '_version_update', named);
    EXECUTE format('CREATE TRIGGER %1$I AFTER DELETE ON %2$I REFERENCING OLD TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION insight_note_version()', named || '_version_delete', named);
    EXECUTE format('CREATE TRIGGER %1$I AFTER TRUNCATE ON %2$I
      FOR EACH STATEMENT EXECUTE FUNCTION insight_note_version()', named || '_version_truncate', named);
  END LOOP;
END $$;
