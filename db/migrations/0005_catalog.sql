CREATE EXTENSION IF NOT EXISTS unaccent;--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION waymark (COPY = simple);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION waymark ALTER MAPPING FOR hword, hword_part, word, asciiword, asciihword, hword_asciipart WITH unaccent, simple;--> statement-breakpoint
-- Every word of an entity, the name first. A tsvector holds at most 1 MB, so of very large values only the beginning counts.
CREATE FUNCTION waymark_words(identifier text, title text, "values" jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('public.waymark'::regconfig, identifier || ' ' || coalesce(title, '')), 'A')
    || CASE WHEN octet_length("values"::text) <= 300000
         THEN jsonb_to_tsvector('public.waymark'::regconfig, "values", '["string", "numeric"]')
         ELSE to_tsvector('public.waymark'::regconfig, left("values"::text, 300000)) END
$$;--> statement-breakpoint
CREATE TABLE "catalog_migrations" (
	"id" text PRIMARY KEY NOT NULL,
	"source_blueprint" text NOT NULL,
	"mapping" json NOT NULL,
	"status" text NOT NULL,
	"kind" text DEFAULT 'map' NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"succeeded" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"failures" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"cursor" uuid,
	"message" text,
	"actor_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "catalog_model" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entity_counts" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"blueprint_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	"n" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entity_marks" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"entity_id" uuid NOT NULL,
	"blueprint_id" uuid NOT NULL,
	"keys" text[] NOT NULL,
	"relations" boolean DEFAULT false NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entity_recomputations" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"entity_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"values" jsonb NOT NULL,
	"cause" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entity_timers" (
	"entity_id" uuid NOT NULL,
	"key" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "entity_timers_entity_id_key_pk" PRIMARY KEY("entity_id","key")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"blueprint" text NOT NULL,
	"title" text NOT NULL,
	"owner_id" text NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"state" json NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "blueprints" ADD COLUMN "permissions" json;--> statement-breakpoint
ALTER TABLE "blueprints" ADD COLUMN "hidden" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "entities" ADD COLUMN "faults" jsonb;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "moderated_blueprints" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "entity_counts" ADD CONSTRAINT "entity_counts_blueprint_id_blueprints_id_fk" FOREIGN KEY ("blueprint_id") REFERENCES "public"."blueprints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entity_timers" ADD CONSTRAINT "entity_timers_entity_id_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."entities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "catalog_migrations_source_blueprint_index" ON "catalog_migrations" USING btree ("source_blueprint");--> statement-breakpoint
CREATE INDEX "catalog_migrations_status_index" ON "catalog_migrations" USING btree ("status");--> statement-breakpoint
CREATE INDEX "entity_counts_blueprint_id_key_value_index" ON "entity_counts" USING btree ("blueprint_id","key","value");--> statement-breakpoint
CREATE INDEX "entity_recomputations_entity_id_at_index" ON "entity_recomputations" USING btree ("entity_id","at");--> statement-breakpoint
CREATE INDEX "entity_timers_expires_at_index" ON "entity_timers" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "saved_views_blueprint_owner_id_index" ON "saved_views" USING btree ("blueprint","owner_id");--> statement-breakpoint
CREATE INDEX "entities_blueprint_title_idx" ON "entities" USING btree ("blueprint_id",lower(coalesce("title", "identifier")),"identifier");--> statement-breakpoint
CREATE INDEX "entities_blueprint_id_idx" ON "entities" USING btree ("blueprint_id","id");--> statement-breakpoint
ALTER TABLE "entities" ADD COLUMN "words" tsvector GENERATED ALWAYS AS (waymark_words(identifier, title, properties)) STORED;--> statement-breakpoint
CREATE INDEX "entities_words_idx" ON "entities" USING gin ("words");--> statement-breakpoint
INSERT INTO "catalog_model" DEFAULT VALUES;--> statement-breakpoint
INSERT INTO "entity_counts" ("blueprint_id", "key", "value", "n") SELECT "blueprint_id", '*', '*', count(*) FROM "entities" GROUP BY "blueprint_id";
