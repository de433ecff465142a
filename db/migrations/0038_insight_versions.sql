CREATE TABLE "insight_versions" (
	"source" text NOT NULL,
	"transaction" bigint NOT NULL,
	"changes" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "insight_versions_source_transaction_pk" PRIMARY KEY("source","transaction")
);
--> statement-breakpoint
-- One row for each table and transaction, by whatever way the change came: what was computed of an older version is then known to be old.
CREATE FUNCTION insight_note_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A truncation has no table of what it changed; any other statement that changed nothing is none.
  IF TG_OP <> 'TRUNCATE' THEN
    IF NOT EXISTS (SELECT FROM changed) THEN
      RETURN NULL;
    END IF;
  END IF;
  INSERT INTO insight_versions (source, transaction, changes, at)
    VALUES (TG_TABLE_NAME, pg_current_xact_id()::text::bigint, 1, clock_timestamp())
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  named text;
BEGIN
  FOREACH named IN ARRAY ARRAY['insight_deployments', 'insight_changes', 'insight_deployment_changes', 'insight_incidents',
    'insight_tickets', 'insight_findings', 'insight_probes', 'insight_maintenance', 'insight_people', 'insight_memberships',
    'insight_service_owners', 'insight_teams', 'insight_visits', 'insight_tool_uses', 'insight_time_entries'] LOOP
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
