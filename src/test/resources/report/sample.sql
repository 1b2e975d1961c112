-- Four nights. Days change at midnight UTC, which is half past five in the morning for the tests' sessions.
insert into cleanup_run (kind, account, dry_run, created_from, created_to, created_before, state, reason, requested_by,
  planned_count, planned_at, started_at, finished_at, process_id)
values
  ('nightly', 'acme', false, null, null, '2026-10-25T23:40:00Z', 'complete', null, 'cron', 4,
   '2026-11-01T23:40:00Z', '2026-11-01T23:45:00Z', '2026-11-02T00:15:00Z', 3),
  ('nightly', 'default', false, null, null, '2026-10-26T23:40:00Z', 'partial', '2 sessions failed every attempt', 'cron', 4,
   '2026-11-02T23:40:00Z', '2026-11-02T23:40:10Z', '2026-11-02T23:41:10Z', 4),
  ('backfill', 'acme', true, '2026-01-01Z', '2026-02-01Z', '2026-02-01Z', 'complete', null, 'maria', 17,
   '2026-11-03T12:00:00Z', '2026-11-03T12:00:01Z', '2026-11-03T12:00:03Z', 5),
  ('nightly', 'acme', false, null, null, '2026-10-28T23:40:00Z', 'running', null, 'cron', 6,
   '2026-11-04T23:40:00Z', '2026-11-04T23:40:10Z', null, 7),
  ('nightly', 'default', false, null, null, '2026-10-28T23:40:00Z', 'planned', null, 'cron', 2,
   '2026-11-04T23:41:00Z', null, null, 8);

insert into tracked_session (session_key, account, status, created_at, settled_at)
values
  ('ACM-AAAAA00001', 'acme', 'IDLE', '2026-10-20T08:00:00Z', '2026-11-01T23:50:00Z'),
  ('ACM-AAAAA00002', 'acme', 'IDLE', '2026-10-20T09:00:00Z', '2026-11-02T00:10:00Z'),
  ('ACM-AAAAA00004', 'acme', 'STARTED', '2026-10-20T11:00:00Z', null),
  ('DEF-BBBBB00001', 'default', 'IDLE', '2026-10-21T08:00:00Z', null),
  ('DEF-BBBBB00002', 'default', 'IDLE', '2026-10-21T09:00:00Z', '2026-11-04T01:00:00Z'),
  ('ACM-AAAAA00005', 'acme', 'IDLE', '2026-10-22T08:00:00Z', null);

insert into session_audit (run_id, account, session_key, outcome, evidence, attempts, unanswered, failures, http_status,
  detail, claimed_by, claimed_at, recorded_at, latency_ms)
values
  (1, 'acme', 'ACM-AAAAA00001', 'removed', 'confirmed', 1, 0, 0, 200,
   'Session ACM-AAAAA00001 has been successfully removed.', 3, '2026-11-01T23:49:00Z', '2026-11-01T23:50:00Z', 120),
  (1, 'acme', 'ACM-AAAAA00002', 'removed', 'inferred', 2, 1, 1, 404,
   'Session ACM-AAAAA00002 cannot be found.', 3, '2026-11-01T23:49:00Z', '2026-11-02T00:10:00Z', 95),
  (1, 'acme', '=cmd|''/c calc''!A1', 'missing', 'confirmed', 1, 0, 0, 404,
   'Session =cmd|''/c calc''!A1 cannot be found.', 3, '2026-11-01T23:49:00Z', '2026-11-02T00:11:00Z', 88),
  (1, 'acme', 'ACM-AAAAA00004', 'not_idle', 'inferred', 0, 0, 0, null,
   'tracked as STARTED', 3, '2026-11-01T23:49:00Z', '2026-11-02T00:12:00Z', null),
  (2, 'default', 'DEF-BBBBB00001', 'failed', null, 5, 5, 5, 502,
   'a page, "Bad Gateway",' || chr(13) || chr(10) || chr(27) || '[31mnot from PAVE' || chr(27) || '[0m', 4,
   '2026-11-02T23:40:20Z', '2026-11-02T23:41:00Z', 30004),
  (2, 'default', 'DEF-BBBBB00002', 'failed', null, 5, 4, 5, null,
   'no reply within 30 s — größer als erwartet', 4, '2026-11-02T23:40:20Z', '2026-11-02T23:41:05Z', null),
  (2, 'default', 'DEF-BBBBB00003', 'started', 'confirmed', 1, 0, 0, 400,
   'Session DEF-BBBBB00003 has been started and cannot be deleted.', 4,
   '2026-11-02T23:40:20Z', '2026-11-02T23:40:40Z', 101),
  (2, 'default', 'DEF-BBBBB00004', 'held', null, 0, 0, 0, null, '', 4,
   '2026-11-02T23:40:20Z', '2026-11-02T23:40:30Z', null),
  (4, 'acme', 'ACM-AAAAA00005', null, null, 1, 1, 1, 500, '@SUM(1+1)', 7, '2026-11-04T23:40:20Z', null, null),
  (4, 'acme', 'ACM-AAAAA00006', null, null, 0, 0, 0, null, null, 8, '2026-11-04T23:40:30Z', null, null);

update cleanup_run set throttled = 3, throttle_reason = '429 Too Many Requests' where run_id = 2;

-- With a history of fixed times.
alter table session_hold disable trigger session_hold_record;
insert into session_hold (session_key, reason, held_by, held_at, expires_at)
values
  ('ACM-AAAAA00005', 'a dispute, "4711"', 'maria', '2026-11-03T08:00:00Z', null),
  ('ACM-AAAAA00001', '=2+3', 'maria', '2026-11-02T08:00:00Z', '2026-11-03T00:00:00Z'),
  ('XXX-UNTRACKED0', 'asked by the customer', 'ops', '2026-11-01T08:00:00Z', '2036-11-03T00:00:00Z');
alter table session_hold enable trigger session_hold_record;

insert into session_hold_history (session_key, change, reason, held_by, held_at, expires_at, changed_by, database_user,
  changed_at)
values
  ('XXX-UNTRACKED0', 'added', 'asked by the customer', 'ops', '2026-11-01T08:00:00Z', '2036-11-03T00:00:00Z', 'ops', null,
   '2026-11-01T08:00:00Z'),
  ('ACM-AAAAA00001', 'added', '=2+3', 'maria', '2026-11-02T08:00:00Z', '2026-11-03T00:00:00Z', 'maria', 'nightly',
   '2026-11-02T08:00:00Z'),
  ('ACM-AAAAA00005', 'added', 'a dispute, "4711"', 'maria', '2026-11-03T08:00:00Z', null, 'maria', 'nightly',
   '2026-11-03T08:00:00Z');

-- Later: a saved plan that somebody else carried out, and a night after a session was reopened.
insert into cleanup_run (kind, account, created_from, created_to, created_before, state, requested_by, planned_count,
  planned_at, saved_at, carried_out_by, carried_out_at, started_at, finished_at, process_id, options)
values
  ('backfill', 'default', '2026-05-01Z', '2026-06-01Z', '2026-06-01Z', 'complete', 'maria', 1,
   '2026-11-30T09:00:00Z', '2026-11-30T09:00:00Z', 'nina', '2026-12-01T10:00:00Z', '2026-12-01T10:00:00Z',
   '2026-12-01T10:00:04Z', 9, '{"rate": "60/m", "version": "1.0", "different-approver": "true"}');

insert into cleanup_run (kind, account, created_before, state, requested_by, planned_count, planned_at, started_at,
  finished_at, process_id, options, rate_per_second)
values
  ('nightly', 'acme', '2026-11-24T23:40:00Z', 'complete', 'cron', 4, '2026-12-01T23:40:00Z', '2026-12-01T23:40:10Z',
   '2026-12-01T23:40:14Z', 10, '{"rate": "5/s", "version": "1.0"}', 2);

insert into tracked_session (session_key, account, status, created_at, settled_at)
values
  ('DEF-BBBBB00005', 'default', 'IDLE', '2026-05-10T08:00:00Z', '2026-12-01T10:00:03Z'),
  ('ACM-AAAAA00007', 'acme', 'IDLE', '2026-11-20T08:00:00Z', '2026-12-01T23:40:11Z'),
  ('ACM-AAAAA00010', 'acme', 'IDLE', '2026-11-23T08:00:00Z', null);

insert into session_reopen (session_key, reason, reopened_by, reopened_at)
values
  ('=cmd|''/c calc''!A1', 'the API key was the one of TEST', 'maria', '2026-11-20T12:00:00Z'),
  ('DEF-BBBBB00003', '=1+1', 'nina', '2026-11-21T12:00:00Z');

insert into session_audit (run_id, account, session_key, outcome, evidence, attempts, unanswered, failures, http_status,
  detail, claimed_by, claimed_at, recorded_at, latency_ms)
values
  (6, 'default', 'DEF-BBBBB00005', 'removed', 'confirmed', 1, 0, 0, 200,
   'Session DEF-BBBBB00005 has been successfully removed.', 9, '2026-12-01T10:00:01Z', '2026-12-01T10:00:03Z', 140),
  (7, 'acme', 'ACM-AAAAA00007', 'removed', 'confirmed', 1, 0, 0, 200,
   'Session ACM-AAAAA00007 has been successfully removed.', 10, '2026-12-01T23:40:10Z', '2026-12-01T23:40:11Z', 130),
  (7, 'acme', 'ACM-AAAAA00008', 'removed', 'confirmed', 2, 0, 0, 200,
   'Session ACM-AAAAA00008 has been successfully removed.', 10, '2026-12-01T23:40:10Z', '2026-12-01T23:40:12Z', 450),
  (7, 'acme', '=cmd|''/c calc''!A1', 'removed', 'confirmed', 1, 0, 0, 200,
   'Session =cmd|''/c calc''!A1 has been successfully removed.', 10, '2026-12-01T23:40:10Z', '2026-12-01T23:40:13Z', 125),
  (7, 'acme', 'ACM-AAAAA00009', 'started', 'confirmed', 1, 0, 0, 400,
   'Session ACM-AAAAA00009 has been started and cannot be deleted.', 10,
   '2026-12-01T23:40:10Z', '2026-12-01T23:40:14Z', 99);

insert into run_event (run_id, event, actor, happened_at, rate, host, options, process_id, in_effect_at)
values
  (2, 'started', 'cron', '2026-11-02T23:40:10Z', null, 'pod-1', '{"rate": "5/s"}', 4, '2026-11-02T23:40:10Z'),
  (2, 'pause', 'maria', '2026-11-02T23:40:30Z', null, null, null, 4, '2026-11-02T23:40:31Z'),
  (2, 'resume', 'nina', '2026-11-02T23:40:50Z', null, null, null, 4, '2026-11-02T23:40:50Z'),
  (7, 'rate', 'maria', '2026-12-01T23:40:11Z', 2, null, null, 10, '2026-12-01T23:40:12Z'),
  (4, 'cancel', 'nina', '2026-11-05T08:00:00Z', null, null, null, null, null);

-- The oldest run is purged; its counts are left.
insert into cleanup_run (run_id, kind, account, created_before, state, requested_by, planned_count, planned_at, started_at,
  finished_at, process_id, purged)
overriding system value
values
  (0, 'nightly', 'acme', '2025-10-01T23:40:00Z', 'complete', 'cron', 12, '2025-10-08T23:40:00Z', '2025-10-08T23:40:10Z',
   '2025-10-08T23:41:10Z', 2,
   '{"removed": 9, "started": 1, "missing": 2, "not_idle": 0, "held": 0, "failed": 0, "inferred": 1, "attempts": 13,
     "unanswered": 1}');

insert into purged_month (month, account, outcome, evidence, rows, attempts, unanswered)
values
  ('2025-10-01', 'acme', 'removed', 'confirmed', 8, 8, 0),
  ('2025-10-01', 'acme', 'removed', 'inferred', 1, 2, 1),
  ('2025-10-01', 'acme', 'started', 'confirmed', 1, 1, 0),
  ('2025-10-01', 'acme', 'missing', 'confirmed', 2, 2, 0);

insert into audit_purge (purged_before, purged_by, purged_at, purged_rows, finished_at)
values
  ('2025-11-01T00:00:00Z', 'olga', '2026-11-25T09:00:00Z', 12, '2026-11-25T09:00:01Z'),
  ('2025-11-01T00:00:00Z', 'olga', '2026-11-26T09:00:00Z', null, null);
