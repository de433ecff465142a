CREATE TABLE "survey_answers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"wave_id" uuid NOT NULL,
	"question" text NOT NULL,
	"team" text,
	"score" integer,
	"choices" text[],
	"respondent" text
);
--> statement-breakpoint
CREATE TABLE "survey_comments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"wave_id" uuid NOT NULL,
	"question" text NOT NULL,
	"team" text,
	"body" text NOT NULL,
	"respondent" text
);
--> statement-breakpoint
CREATE TABLE "survey_invitations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"wave_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"team" text,
	"answered" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "survey_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"invitation_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "survey_respondents" (
	"hash" text PRIMARY KEY NOT NULL,
	"wave_id" uuid NOT NULL,
	"team" text,
	"answered_on" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "survey_results" (
	"wave_id" uuid NOT NULL,
	"question" text NOT NULL,
	"team" text NOT NULL,
	"measure" text,
	"respondents" integer NOT NULL,
	"answered" integer NOT NULL,
	"scored" integer NOT NULL,
	"favourable" integer NOT NULL,
	"unfavourable" integer NOT NULL,
	"total" integer NOT NULL,
	"counts" jsonb NOT NULL,
	"reported" numeric(9, 4),
	CONSTRAINT "survey_results_wave_id_question_team_pk" PRIMARY KEY("wave_id","question","team")
);
--> statement-breakpoint
CREATE TABLE "survey_revisions" (
	"survey" text NOT NULL,
	"revision" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "survey_revisions_survey_revision_pk" PRIMARY KEY("survey","revision")
);
--> statement-breakpoint
CREATE TABLE "survey_waves" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"survey" text NOT NULL,
	"revision" integer NOT NULL,
	"title" text NOT NULL,
	"definition" jsonb NOT NULL,
	"origin" text DEFAULT 'portal' NOT NULL,
	"external_id" text,
	"status" text DEFAULT 'open' NOT NULL,
	"audience" jsonb NOT NULL,
	"seed" text NOT NULL,
	"salt" "bytea",
	"tree" jsonb NOT NULL,
	"invited" integer DEFAULT 0 NOT NULL,
	"respondents" integer,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"closes_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"remind_after_days" integer[] NOT NULL,
	"reminded" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "surveys" (
	"identifier" text PRIMARY KEY NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"definition" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"schedule" jsonb,
	"next_wave_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "survey_answers" ADD CONSTRAINT "survey_answers_wave_id_survey_waves_id_fk" FOREIGN KEY ("wave_id") REFERENCES "public"."survey_waves"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_comments" ADD CONSTRAINT "survey_comments_wave_id_survey_waves_id_fk" FOREIGN KEY ("wave_id") REFERENCES "public"."survey_waves"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_invitations" ADD CONSTRAINT "survey_invitations_wave_id_survey_waves_id_fk" FOREIGN KEY ("wave_id") REFERENCES "public"."survey_waves"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_links" ADD CONSTRAINT "survey_links_invitation_id_survey_invitations_id_fk" FOREIGN KEY ("invitation_id") REFERENCES "public"."survey_invitations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_respondents" ADD CONSTRAINT "survey_respondents_wave_id_survey_waves_id_fk" FOREIGN KEY ("wave_id") REFERENCES "public"."survey_waves"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_results" ADD CONSTRAINT "survey_results_wave_id_survey_waves_id_fk" FOREIGN KEY ("wave_id") REFERENCES "public"."survey_waves"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_revisions" ADD CONSTRAINT "survey_revisions_survey_surveys_identifier_fk" FOREIGN KEY ("survey") REFERENCES "public"."surveys"("identifier") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_waves" ADD CONSTRAINT "survey_waves_survey_surveys_identifier_fk" FOREIGN KEY ("survey") REFERENCES "public"."surveys"("identifier") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "survey_answers_wave_id_question_index" ON "survey_answers" USING btree ("wave_id","question");--> statement-breakpoint
CREATE INDEX "survey_answers_respondent_index" ON "survey_answers" USING btree ("respondent");--> statement-breakpoint
CREATE INDEX "survey_comments_wave_id_index" ON "survey_comments" USING btree ("wave_id");--> statement-breakpoint
CREATE INDEX "survey_comments_respondent_index" ON "survey_comments" USING btree ("respondent");--> statement-breakpoint
CREATE UNIQUE INDEX "survey_invitations_key" ON "survey_invitations" USING btree ("wave_id","user_id");--> statement-breakpoint
CREATE INDEX "survey_invitations_user_id_index" ON "survey_invitations" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "survey_links_invitation_id_index" ON "survey_links" USING btree ("invitation_id");--> statement-breakpoint
CREATE INDEX "survey_respondents_wave_id_index" ON "survey_respondents" USING btree ("wave_id");--> statement-breakpoint
CREATE INDEX "survey_results_measure_index" ON "survey_results" USING btree ("measure");--> statement-breakpoint
CREATE INDEX "survey_waves_survey_opened_at_index" ON "survey_waves" USING btree ("survey","opened_at");--> statement-breakpoint
CREATE INDEX "survey_waves_next_at_index" ON "survey_waves" USING btree ("next_at");--> statement-breakpoint
CREATE UNIQUE INDEX "survey_waves_open_key" ON "survey_waves" USING btree ("survey") WHERE "survey_waves"."status" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "survey_waves_external_key" ON "survey_waves" USING btree ("survey","external_id");