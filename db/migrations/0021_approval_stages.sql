UPDATE "approval_requests" SET "stages" = jsonb_build_array(jsonb_build_object(
	'title', 'Approval',
	'needs', CASE WHEN "rule" ->> 'type' = 'ALL' THEN '"ALL"'::jsonb ELSE '1'::jsonb END,
	'from', jsonb_build_object(
		'roles', "rule" -> 'roles',
		'users', "rule" -> 'users',
		'teams', "rule" -> 'teams',
		'leadsOf', CASE WHEN ("rule" ->> 'teamLeads')::boolean AND "rule" ->> 'owningTeam' IS NOT NULL THEN jsonb_build_array("rule" -> 'owningTeam') ELSE '[]'::jsonb END),
	'selfApproval', false,
	'source', jsonb_build_object('kind', 'action', 'title', 'Approvers of the action')))
WHERE "stages" = '[]'::jsonb;--> statement-breakpoint
UPDATE "approval_votes" SET "seat" = "voter_id" WHERE "seat" IS NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ALTER COLUMN "stages" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "approval_votes" ALTER COLUMN "seat" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" DROP COLUMN "rule";