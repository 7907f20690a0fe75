-- The chain. Writers never wait for it: they write their record and go. A sealing run takes every record of the
-- transactions that have ended and links it to the one before. Whoever starts before the oldest running transaction
-- has ended: below that horizon nothing can appear any more, so a record without a link below it was smuggled in.

CREATE OR REPLACE VIEW audit_record AS
  SELECT 1::smallint AS kind, id AS record, xid, at, jsonb_build_array(
    id, extract(epoch FROM at), xid, table_name, row_key, operation, person, context, actor, role, request, reason,
    purpose, encode(content, 'hex'))::text AS canonical
  FROM audit_change
  UNION ALL
  SELECT 2::smallint, id, xid, at, jsonb_build_array(
    id, extract(epoch FROM at), xid, user_id, kind, page, context, subjects, hits, query, "right", depth, reason,
    host(address), request)::text
  FROM audit_reading;

CREATE OR REPLACE FUNCTION audit_seal_records(at_most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  running pg_snapshot;
  low bigint; high bigint; beyond bigint; restored boolean;
  last bigint; chained bytea; first bigint; found record; reached bigint;
  kinds smallint[] := '{}'; records bigint[] := '{}'; digests bytea[] := '{}'; hashes bytea[] := '{}';
BEGIN
  PERFORM pg_advisory_xact_lock(1094927443);
  running := pg_current_snapshot();
  high := pg_snapshot_xmin(running)::text::bigint;
  beyond := pg_snapshot_xmax(running)::text::bigint;
  SELECT s.horizon INTO low FROM audit_seal s ORDER BY s.id DESC LIMIT 1;
  low := COALESCE(low, 0);
  -- Transactions are numbered anew in a database that was restored elsewhere: then everything unsealed is sought.
  restored := beyond < low;
  SELECT l.number, l.hash INTO last, chained FROM audit_link l ORDER BY l.number DESC LIMIT 1;
  last := COALESCE(last, 0);
  chained := COALESCE(chained, sha256('accanto'));
  first := last;
  FOR found IN
    SELECT r.kind, r.record, r.xid, sha256(convert_to(r.canonical, 'UTF8')) AS digest FROM audit_record r
    WHERE ((NOT restored AND r.xid >= low AND r.xid < high) OR (restored AND (r.xid < high OR r.xid >= beyond)))
      AND NOT EXISTS (SELECT FROM audit_link l WHERE l.kind = r.kind AND l.record = r.record)
    ORDER BY r.xid, r.kind, r.record LIMIT at_most
  LOOP
    last := last + 1;
    chained := sha256(chained || int8send(last) || int2send(found.kind) || int8send(found.record) || found.digest);
    kinds := kinds || found.kind; records := records || found.record;
    digests := digests || found.digest; hashes := hashes || chained;
    reached := found.xid;
  END LOOP;
  IF last > first THEN
    INSERT INTO audit_link (number, kind, record, digest, hash)
    SELECT first + n, kind, record, digest, hash
    FROM unnest(kinds, records, digests, hashes) WITH ORDINALITY AS t (kind, record, digest, hash, n);
  END IF;
  IF last - first >= at_most THEN high := CASE WHEN restored THEN low ELSE reached END; END IF;
  IF last > first OR (restored AND high < low) THEN
    INSERT INTO audit_seal (at, number, horizon) VALUES (clock_timestamp(), last, high);
  END IF;
  RETURN last - first;
END $$;
