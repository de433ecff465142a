-- Counts of what was written before counts were kept: the total, each value of choices and booleans, and each team.
DELETE FROM "entity_counts";--> statement-breakpoint
INSERT INTO "entity_counts" ("blueprint_id", "key", "value", "n")
SELECT e."blueprint_id", c."key", c."value", count(*)
FROM "entities" e JOIN "blueprints" b ON b."id" = e."blueprint_id" CROSS JOIN LATERAL (
  SELECT '*' AS "key", '*' AS "value"
  UNION ALL SELECT '$team', t."team" FROM (SELECT DISTINCT unnest(e."team") AS "team") t
  UNION ALL SELECT p."key", e."properties" ->> p."key"
    FROM jsonb_each(b."definition"::jsonb -> 'schema' -> 'properties') p
    WHERE jsonb_typeof(e."properties" -> p."key") IN ('string', 'number', 'boolean')
      AND (p."value" ->> 'type' = 'boolean' OR (p."value" ->> 'type' IN ('string', 'number') AND jsonb_typeof(p."value" -> 'enum') = 'array'))
) c GROUP BY 1, 2, 3;
