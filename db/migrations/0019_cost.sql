CREATE TABLE "budget_exceptions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"budget_id" uuid NOT NULL,
	"amount" numeric(20, 4) NOT NULL,
	"reason" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"granted_by" text NOT NULL,
	"granted_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text
);
--> statement-breakpoint
CREATE TABLE "budget_notices" (
	"budget_id" uuid NOT NULL,
	"month" text NOT NULL,
	"level" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budget_notices_budget_id_month_level_pk" PRIMARY KEY("budget_id","month","level")
);
--> statement-breakpoint
CREATE TABLE "budgets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title" text NOT NULL,
	"team" text,
	"cost_centre" text,
	"environment" text,
	"amount" numeric(20, 4) NOT NULL,
	"currency" text NOT NULL,
	"warn_at" integer,
	"extra_approval_at" integer,
	"block_at" integer,
	"owners" jsonb NOT NULL,
	"approvers" jsonb NOT NULL,
	"valid_from" date,
	"valid_until" date,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "cost_actuals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team" text,
	"cost_centre" text,
	"environment" text,
	"month" text NOT NULL,
	"source" text NOT NULL,
	"amount" numeric(20, 4) NOT NULL,
	"currency" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "cost_actuals_once_key" UNIQUE NULLS NOT DISTINCT("team","cost_centre","environment","month","source","currency")
);
--> statement-breakpoint
CREATE TABLE "cost_commitments" (
	"budget_id" uuid NOT NULL,
	"blueprint" text NOT NULL,
	"entity" text NOT NULL,
	"amount" numeric(20, 4) NOT NULL,
	"run_id" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cost_commitments_budget_id_blueprint_entity_pk" PRIMARY KEY("budget_id","blueprint","entity")
);
--> statement-breakpoint
CREATE TABLE "cost_ledger" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"budget_id" uuid NOT NULL,
	"run_id" text,
	"blueprint" text,
	"entity" text,
	"kind" text NOT NULL,
	"reserved" numeric(20, 4) DEFAULT '0' NOT NULL,
	"committed" numeric(20, 4) DEFAULT '0' NOT NULL,
	"actual" numeric(20, 4) DEFAULT '0' NOT NULL,
	"key" text NOT NULL,
	"reason" text NOT NULL,
	"actor_name" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cost_ledger_once_key" UNIQUE("budget_id","key"),
	CONSTRAINT "cost_ledger_kind_check" CHECK (case "cost_ledger"."kind"
        when 'reserve' then "cost_ledger"."reserved" > 0 and "cost_ledger"."committed" = 0 and "cost_ledger"."actual" = 0
        when 'commit' then "cost_ledger"."reserved" <= 0 and "cost_ledger"."actual" = 0
        when 'release' then "cost_ledger"."reserved" <= 0 and "cost_ledger"."committed" <= 0 and "cost_ledger"."actual" = 0
        when 'actual' then "cost_ledger"."reserved" = 0 and "cost_ledger"."committed" = 0
        else "cost_ledger"."reserved" = 0 and "cost_ledger"."actual" = 0 end)
);
--> statement-breakpoint
CREATE TABLE "cost_reservations" (
	"run_id" text NOT NULL,
	"budget_id" uuid NOT NULL,
	"amount" numeric(20, 4) NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cost_reservations_run_id_budget_id_pk" PRIMARY KEY("run_id","budget_id")
);
--> statement-breakpoint
CREATE TABLE "entity_costs" (
	"blueprint" text NOT NULL,
	"entity" text NOT NULL,
	"monthly" numeric(20, 4) NOT NULL,
	"currency" text NOT NULL,
	"team" text,
	"cost_centre" text,
	"environment" text,
	"run_id" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "entity_costs_blueprint_entity_pk" PRIMARY KEY("blueprint","entity")
);
--> statement-breakpoint
CREATE TABLE "quotas" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title" text NOT NULL,
	"blueprint" text NOT NULL,
	"per" text NOT NULL,
	"subject" text,
	"most" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_cards" (
	"identifier" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"card" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resource_prices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"resource_type" text NOT NULL,
	"attribute" text,
	"value" text,
	"monthly" numeric(24, 10) NOT NULL,
	"per_attribute" text,
	"currency" text NOT NULL,
	"note" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "resource_prices_once_key" UNIQUE NULLS NOT DISTINCT("resource_type","attribute","value")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "cost_centre" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "budget_verdicts" jsonb;--> statement-breakpoint
ALTER TABLE "budget_exceptions" ADD CONSTRAINT "budget_exceptions_budget_id_budgets_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budgets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_notices" ADD CONSTRAINT "budget_notices_budget_id_budgets_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budgets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_commitments" ADD CONSTRAINT "cost_commitments_budget_id_budgets_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budgets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_ledger" ADD CONSTRAINT "cost_ledger_budget_id_budgets_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budgets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_reservations" ADD CONSTRAINT "cost_reservations_budget_id_budgets_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budgets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "budget_exceptions_budget_id_expires_at_index" ON "budget_exceptions" USING btree ("budget_id","expires_at");--> statement-breakpoint
CREATE INDEX "cost_actuals_month_index" ON "cost_actuals" USING btree ("month");--> statement-breakpoint
CREATE INDEX "cost_commitments_blueprint_entity_index" ON "cost_commitments" USING btree ("blueprint","entity");--> statement-breakpoint
CREATE INDEX "cost_ledger_budget_id_id_index" ON "cost_ledger" USING btree ("budget_id","id");--> statement-breakpoint
CREATE INDEX "cost_ledger_run_id_index" ON "cost_ledger" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "cost_reservations_budget_id_index" ON "cost_reservations" USING btree ("budget_id");--> statement-breakpoint
CREATE INDEX "entity_costs_team_index" ON "entity_costs" USING btree ("team");--> statement-breakpoint
CREATE UNIQUE INDEX "quotas_once_key" ON "quotas" USING btree ("blueprint","per",coalesce("subject", ''));
--> statement-breakpoint
-- The ledger is append-only: what was wrong is put right by an entry that says so.
CREATE FUNCTION cost_ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The cost ledger is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER cost_ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cost_ledger
  FOR EACH STATEMENT EXECUTE FUNCTION cost_ledger_is_append_only();
--> statement-breakpoint
-- What no provider bills: without these, a plan that has them would say that it is not covered.
INSERT INTO resource_prices (resource_type, monthly, currency, note, updated_by)
SELECT type, 0, 'USD', 'Kept in the state alone.', 'system:default'
FROM unnest(ARRAY['local_file', 'local_sensitive_file', 'null_resource', 'random_bytes', 'random_id', 'random_integer',
  'random_password', 'random_pet', 'random_shuffle', 'random_string', 'random_uuid', 'terraform_data', 'time_offset',
  'time_rotating', 'time_sleep', 'time_static', 'tls_cert_request', 'tls_private_key', 'tls_self_signed_cert']) AS type;
