ALTER TABLE "cost_months" ADD COLUMN "service_name" text;--> statement-breakpoint
DELETE FROM cost_months;--> statement-breakpoint
INSERT INTO cost_months (source, billing_month, month, currency, category, provider, service_category, service_name, team, environment, cost_centre, blueprint, entity, pool, allocated_by, billed, effective, list, lines)
SELECT source, billing_month, date_trunc('month', day)::date, currency, category, provider, service_category, service_name, team, environment, cost_centre, blueprint, entity, pool, allocated_by, sum(billed), sum(effective), sum(list), sum(lines)::int
FROM cost_days GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15;
