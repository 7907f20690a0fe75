-- Readings are written here and nowhere else. `why` is {"reason", "depth"} of the deepest grant that opened the case.
CREATE OR REPLACE FUNCTION audit_read(
  reader integer, kind text, page text, context uuid, subjects uuid[], hits integer, query text, why jsonb,
  reason text, address inet, partial boolean
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- A part of a page that was opened a moment ago is not opened again.
  IF partial AND context IS NOT NULL AND EXISTS (
    SELECT FROM audit_reading r WHERE r.user_id = reader AND r.context = audit_read.context
      AND r.at > clock_timestamp() - interval '10 minutes'
  ) THEN RETURN FALSE; END IF;
  INSERT INTO audit_reading
    (at, xid, user_id, kind, page, context, subjects, hits, query, "right", depth, reason, address, request)
  VALUES (
    clock_timestamp(), pg_current_xact_id()::text::bigint, COALESCE(audit_actor(), reader), kind, left(page, 60),
    context, COALESCE(subjects, '{}'), hits, left(query, 64), COALESCE(left(why ->> 'reason', 20), ''),
    COALESCE((why ->> 'depth')::smallint, 0), COALESCE(reason, ''), address,
    COALESCE(left(current_setting('accanto.request', TRUE), 40), '')
  );
  RETURN TRUE;
END $$;
