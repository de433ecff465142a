CREATE TABLE "demo_items" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "demo_items_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "demo_scenario" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"state" text NOT NULL,
	"anchor" date NOT NULL,
	"time_zone" text NOT NULL,
	"step" integer DEFAULT 0 NOT NULL,
	"note" text NOT NULL,
	"problem" text,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_by" text NOT NULL,
	"started_by_name" text NOT NULL,
	"finished_at" timestamp (3) with time zone
);
