CREATE TABLE "inbound_deliveries" (
	"backend" text NOT NULL,
	"delivery_id" text NOT NULL,
	"message" jsonb NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "inbound_deliveries_backend_delivery_id_pk" PRIMARY KEY("backend","delivery_id")
);
--> statement-breakpoint
CREATE TABLE "inbound_hooks" (
	"backend" text PRIMARY KEY NOT NULL,
	"sealed" "bytea" NOT NULL,
	"previous_sealed" "bytea",
	"previous_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "kind" text DEFAULT 'environment' NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "inbound_deliveries_received_at_index" ON "inbound_deliveries" USING btree ("received_at");