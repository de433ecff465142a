CREATE TABLE "cost_allocation_revisions" (
	"revision" integer PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL,
	"by_name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cost_baseline" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"unit" text NOT NULL,
	"currency" text NOT NULL,
	"from_month" date NOT NULL,
	"to_month" date NOT NULL,
	"initiative" text NOT NULL,
	"revision" integer NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cost_unit_counts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"unit" text NOT NULL,
	"month" date NOT NULL,
	"team" text,
	"count" numeric NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "cost_unit_counts_once_key" UNIQUE NULLS NOT DISTINCT("unit","month","team")
);
--> statement-breakpoint
CREATE TABLE "cost_units" (
	"identifier" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "documentation_reviews" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"identifier" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL,
	"by_name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cost_unit_counts" ADD CONSTRAINT "cost_unit_counts_unit_cost_units_identifier_fk" FOREIGN KEY ("unit") REFERENCES "public"."cost_units"("identifier") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "documentation_reviews_kind_identifier_at_index" ON "documentation_reviews" USING btree ("kind","identifier","at");--> statement-breakpoint
-- How many of a unit there were in each month, in UTC as providers bill. Units that the portal counts by itself have names of
-- their own; any other is one that administrators gave counts for. Without a team: of everybody.
CREATE FUNCTION cost_unit_months(unit_asked text, starts date, ends date, of_team text)
RETURNS TABLE (month date, units numeric) LANGUAGE sql STABLE AS $$
  SELECT m.month, count(DISTINCT (m.blueprint, m.entity))::numeric
  FROM cost_months m
  WHERE unit_asked = 'services' AND m.entity IS NOT NULL AND m.month >= starts AND m.month < ends
    AND (of_team IS NULL OR m.team = of_team)
  GROUP BY 1
  UNION ALL
  SELECT date_trunc('month', r.ended_at AT TIME ZONE 'UTC')::date, count(*)
  FROM runs r
  WHERE unit_asked = 'runs' AND r.status = 'succeeded'
    AND r.ended_at >= starts::timestamp AT TIME ZONE 'UTC' AND r.ended_at < ends::timestamp AT TIME ZONE 'UTC'
    AND (of_team IS NULL OR r.team = of_team)
  GROUP BY 1
  UNION ALL
  SELECT date_trunc('month', d.finished_at AT TIME ZONE 'UTC')::date, count(*)
  FROM insight_deployments d
  WHERE unit_asked = 'deployments' AND d.production AND d.status = 'success' AND d.duplicate_of IS NULL
    AND d.finished_at >= starts::timestamp AT TIME ZONE 'UTC' AND d.finished_at < ends::timestamp AT TIME ZONE 'UTC'
    AND (of_team IS NULL OR d.team = of_team)
  GROUP BY 1
  UNION ALL
  SELECT c.month, sum(c.count)
  FROM cost_unit_counts c
  WHERE c.unit = unit_asked AND unit_asked NOT IN ('services', 'runs', 'deployments')
    AND c.month >= starts AND c.month < ends AND (of_team IS NULL OR c.team = of_team)
  GROUP BY 1
$$;
