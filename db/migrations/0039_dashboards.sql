CREATE TABLE "dashboard_pages" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"identifier" text NOT NULL,
	"type" text NOT NULL,
	"title" text NOT NULL,
	"icon" text,
	"description" text,
	"blueprint" text,
	"parent_id" uuid,
	"position" integer NOT NULL,
	"locked" boolean DEFAULT false NOT NULL,
	"definition" jsonb NOT NULL,
	"permissions" jsonb,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "dashboard_pages_identifier_unique" UNIQUE("identifier")
);
--> statement-breakpoint
CREATE TABLE "entity_visits" (
	"user_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "entity_visits_user_id_entity_id_pk" PRIMARY KEY("user_id","entity_id")
);
--> statement-breakpoint
ALTER TABLE "dashboard_pages" ADD CONSTRAINT "dashboard_pages_parent_id_dashboard_pages_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."dashboard_pages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dashboard_pages_parent_id_position_index" ON "dashboard_pages" USING btree ("parent_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "dashboard_pages_home_idx" ON "dashboard_pages" USING btree ("type") WHERE "dashboard_pages"."type" = 'home';--> statement-breakpoint
CREATE INDEX "entity_visits_user_id_at_index" ON "entity_visits" USING btree ("user_id","at");