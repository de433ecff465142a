ALTER TABLE "insight_commits" ADD COLUMN "branch" text;--> statement-breakpoint
CREATE INDEX "insight_changes_begun_idx" ON "insight_changes" USING btree ("repository") WHERE first_commit_at is null and merged_at is not null;--> statement-breakpoint
CREATE INDEX "insight_commits_branch_idx" ON "insight_commits" USING btree ("repository","branch") WHERE branch is not null;