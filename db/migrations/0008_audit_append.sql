-- Appends rows to the audit chain. The lock is held until the end of the transaction, so the end of the chain is read, the hashes
-- are computed and the rows are written in one call: whoever waits, waits for no way between the portal and the database.
-- `pieces` and `diff` are the text that is hashed, but for the instant and the hash before (server/audit/core/chain.ts).
CREATE FUNCTION audit_append(rows jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  previous text;
  moment timestamptz;
  instant text;
  own text;
  r record;
BEGIN
  PERFORM pg_advisory_xact_lock(727462);
  -- A statement of its own: only one that begins after the lock was given sees the row of the writer before.
  SELECT hash INTO previous FROM audit_log ORDER BY id DESC LIMIT 1;
  previous := coalesce(previous, repeat('0', 64));
  moment := date_trunc('milliseconds', clock_timestamp());
  instant := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  FOR r IN
    SELECT * FROM jsonb_to_recordset(rows) AS x(n int, "actorKind" text, "actorId" text, "actorName" text, origin text, action text,
      "resourceType" text, "resourceId" text, blueprint text, "runId" text, status text, message text, "requestId" text, diff text, pieces text[])
    ORDER BY n
  LOOP
    own := encode(sha256(convert_to(
      r.pieces[1] || instant || r.pieces[2] || r.diff || r.pieces[3] || previous || r.pieces[4], 'UTF8')), 'hex');
    INSERT INTO audit_log (at, actor_kind, actor_id, actor_name, origin, action, resource_type, resource_id, blueprint, run_id,
      status, message, diff, request_id, previous_hash, hash)
    VALUES (moment, r."actorKind", r."actorId", r."actorName", r.origin, r.action, r."resourceType", r."resourceId", r.blueprint, r."runId",
      r.status, r.message, nullif(r.diff, 'null')::jsonb, r."requestId", previous, own);
    previous := own;
  END LOOP;
END $$;
