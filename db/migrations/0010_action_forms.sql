CREATE TABLE "action_favourites" (
	"user_id" text NOT NULL,
	"action_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "action_favourites_user_id_action_id_pk" PRIMARY KEY("user_id","action_id")
);
--> statement-breakpoint
CREATE TABLE "organization_keys" (
	"use" text PRIMARY KEY NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization_secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"description" text,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_secrets" (
	"run_id" text NOT NULL,
	"input" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_secrets_run_id_input_pk" PRIMARY KEY("run_id","input")
);
--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "draft" json;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "draft_by" text;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "draft_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "trigger" text DEFAULT 'self-service' NOT NULL;--> statement-breakpoint
ALTER TABLE "action_favourites" ADD CONSTRAINT "action_favourites_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;