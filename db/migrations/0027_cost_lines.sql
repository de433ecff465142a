CREATE TABLE "cost_allocation" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"revision" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cost_days" (
	"day" date NOT NULL,
	"service_name" text,
	"source" text NOT NULL,
	"billing_month" date NOT NULL,
	"currency" text NOT NULL,
	"category" text NOT NULL,
	"provider" text NOT NULL,
	"service_category" text,
	"team" text,
	"environment" text,
	"cost_centre" text,
	"blueprint" text,
	"entity" text,
	"pool" text,
	"allocated_by" text,
	"billed" numeric NOT NULL,
	"effective" numeric NOT NULL,
	"list" numeric NOT NULL,
	"lines" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cost_imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"format" text NOT NULL,
	"file_name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"digest" text NOT NULL,
	"currency" text,
	"status" text NOT NULL,
	"skip_refused" boolean DEFAULT false NOT NULL,
	"report" jsonb,
	"message" text,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"imported_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "cost_keys" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"digest" uuid NOT NULL,
	"provider" text NOT NULL,
	"billing_account_id" text NOT NULL,
	"sub_account_id" text,
	"sub_account_name" text,
	"service_category" text,
	"service_name" text,
	"region" text,
	"resource_id" text,
	"resource_name" text,
	"resource_type" text,
	"tags" jsonb,
	"team" text,
	"environment" text,
	"cost_centre" text,
	"blueprint" text,
	"entity" text,
	"pool" text,
	"allocated_by" text,
	"allocation" integer NOT NULL,
	CONSTRAINT "cost_keys_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "cost_lines" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"import_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"source" text NOT NULL,
	"key_id" bigint NOT NULL,
	"billing_month" date NOT NULL,
	"day" date NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"period_end" timestamp (3) with time zone NOT NULL,
	"category" text NOT NULL,
	"correction" boolean NOT NULL,
	"billed" numeric NOT NULL,
	"effective" numeric NOT NULL,
	"list" numeric,
	"contracted" numeric,
	"currency" text NOT NULL,
	"quantity" numeric,
	"unit" text,
	"sku" text,
	"description" text,
	"rest" jsonb
);
--> statement-breakpoint
CREATE TABLE "cost_months" (
	"month" date NOT NULL,
	"source" text NOT NULL,
	"billing_month" date NOT NULL,
	"currency" text NOT NULL,
	"category" text NOT NULL,
	"provider" text NOT NULL,
	"service_category" text,
	"team" text,
	"environment" text,
	"cost_centre" text,
	"blueprint" text,
	"entity" text,
	"pool" text,
	"allocated_by" text,
	"billed" numeric NOT NULL,
	"effective" numeric NOT NULL,
	"list" numeric NOT NULL,
	"lines" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cost_lines" ADD CONSTRAINT "cost_lines_import_id_cost_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."cost_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_lines" ADD CONSTRAINT "cost_lines_key_id_cost_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."cost_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cost_days_source_billing_month_index" ON "cost_days" USING btree ("source","billing_month");--> statement-breakpoint
CREATE INDEX "cost_days_day_index" ON "cost_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "cost_days_team_day_index" ON "cost_days" USING btree ("team","day");--> statement-breakpoint
CREATE INDEX "cost_days_blueprint_entity_day_index" ON "cost_days" USING btree ("blueprint","entity","day");--> statement-breakpoint
CREATE INDEX "cost_imports_source_digest_index" ON "cost_imports" USING btree ("source","digest");--> statement-breakpoint
CREATE INDEX "cost_imports_created_at_index" ON "cost_imports" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "cost_keys_resource_id_index" ON "cost_keys" USING btree ("resource_id");--> statement-breakpoint
CREATE INDEX "cost_keys_allocation_index" ON "cost_keys" USING btree ("allocation");--> statement-breakpoint
CREATE INDEX "cost_keys_blueprint_entity_index" ON "cost_keys" USING btree ("blueprint","entity");--> statement-breakpoint
CREATE INDEX "cost_lines_source_billing_month_index" ON "cost_lines" USING btree ("source","billing_month");--> statement-breakpoint
CREATE INDEX "cost_lines_key_id_day_index" ON "cost_lines" USING btree ("key_id","day");--> statement-breakpoint
CREATE INDEX "cost_lines_day_idx" ON "cost_lines" USING brin ("day");--> statement-breakpoint
CREATE INDEX "cost_months_source_billing_month_index" ON "cost_months" USING btree ("source","billing_month");--> statement-breakpoint
CREATE INDEX "cost_months_month_index" ON "cost_months" USING btree ("month");