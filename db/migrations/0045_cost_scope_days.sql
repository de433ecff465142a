CREATE TABLE "cost_scope_days" (
	"day" date NOT NULL,
	"source" text NOT NULL,
	"billing_month" date NOT NULL,
	"currency" text NOT NULL,
	"team" text,
	"environment" text,
	"cost_centre" text,
	"pool" text,
	"billed" numeric NOT NULL,
	"effective" numeric NOT NULL
);
--> statement-breakpoint
CREATE INDEX "cost_scope_days_source_billing_month_index" ON "cost_scope_days" USING btree ("source","billing_month");--> statement-breakpoint
CREATE INDEX "cost_scope_days_currency_day_index" ON "cost_scope_days" USING btree ("currency","day");--> statement-breakpoint
INSERT INTO cost_scope_days (day, source, billing_month, currency, team, environment, cost_centre, pool, billed, effective)
SELECT day, source, billing_month, currency, team, environment, cost_centre, pool, sum(billed), sum(effective)
FROM cost_days GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
