-- The ledger stays append-only, but for budgets that the demo scenario made: their ledgers go with them when it is removed.
CREATE FUNCTION cost_ledger_row_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM demo_items WHERE kind = 'budget' AND key = OLD.budget_id::text)
    AND EXISTS (SELECT FROM demo_scenario WHERE state = 'removing') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The cost ledger is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
DROP TRIGGER cost_ledger_append_only ON cost_ledger;
--> statement-breakpoint
CREATE TRIGGER cost_ledger_append_only BEFORE UPDATE OR TRUNCATE ON cost_ledger
  FOR EACH STATEMENT EXECUTE FUNCTION cost_ledger_is_append_only();
--> statement-breakpoint
CREATE TRIGGER cost_ledger_rows_append_only BEFORE DELETE ON cost_ledger
  FOR EACH ROW EXECUTE FUNCTION cost_ledger_row_is_append_only();
