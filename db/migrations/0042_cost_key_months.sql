CREATE TABLE "cost_key_months" (
	"month" date NOT NULL,
	"key_id" bigint NOT NULL,
	"source" text NOT NULL,
	"billing_month" date NOT NULL,
	"currency" text NOT NULL,
	"category" text NOT NULL,
	"billed" numeric NOT NULL,
	"effective" numeric NOT NULL,
	"most_billed" numeric NOT NULL,
	"most_effective" numeric NOT NULL,
	"lines" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cost_lines" DROP CONSTRAINT "cost_lines_import_id_cost_imports_id_fk";
--> statement-breakpoint
ALTER TABLE "cost_lines" DROP CONSTRAINT "cost_lines_key_id_cost_keys_id_fk";
--> statement-breakpoint
ALTER TABLE "cost_imports" ADD COLUMN "lines" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "cost_key_months_source_billing_month_index" ON "cost_key_months" USING btree ("source","billing_month");--> statement-breakpoint
CREATE INDEX "cost_key_months_month_index" ON "cost_key_months" USING btree ("month");--> statement-breakpoint
UPDATE cost_imports i SET lines = l.lines FROM (SELECT import_id, count(*)::int AS lines FROM cost_lines GROUP BY import_id) l
WHERE l.import_id = i.id AND i.status = 'imported';--> statement-breakpoint
INSERT INTO cost_key_months (month, key_id, source, billing_month, currency, category, billed, effective, most_billed, most_effective, lines)
SELECT date_trunc('month', day)::date, key_id, source, billing_month, currency, category, sum(billed), sum(effective),
  max(billed), max(effective), count(*)::int
FROM cost_lines GROUP BY 1, 2, 3, 4, 5, 6;
