-- Two nightly runs of acme and default, a steered backfill, a dry run, and a run that goes on. All counts are fixed.
insert into cleanup_run (kind, account, dry_run, created_from, created_to, created_before, state, reason, requested_by,
  planned_count, planned_at, started_at, finished_at, process_id, throttled, throttle_reason, options)
values
  ('nightly', 'acme', false, null, null, '2026-10-25T22:00:00Z', 'complete', null, 'cron', 1260,
   '2026-11-01T22:00:00Z', '2026-11-01T22:00:02Z', '2026-11-01T22:06:12Z', 1, 2, '429 Too Many Requests',
   '{"version": "0.1.0", "older-than": "7d", "rate": "5/s", "verify": "tracked", "max-share": "0.5", "guard.max-count": "100000"}'),
  ('nightly', 'default', false, null, null, '2026-10-25T22:00:00Z', 'partial', '112 sessions failed every attempt', 'cron', 300,
   '2026-11-02T22:00:00Z', '2026-11-02T22:00:01Z', '2026-11-02T22:03:21Z', 2, 0, null,
   '{"version": "0.1.0", "older-than": "7d", "rate": "120/m", "verify": "tracked", "max-share": "0.5", "guard.max-count": "100000"}'),
  ('backfill', 'acme', false, '2026-01-01Z', '2026-02-01Z', '2026-02-01Z', 'cancelled', 'cancelled by maria',
   '<script>alert("asked")</script>', 90, '2026-11-03T12:00:00Z', '2026-11-03T12:00:01Z', '2026-11-03T12:02:03Z', 3, 0, null,
   '{"version": "0.1.0", "older-than": "1d", "rate": "5/s", "limit": "50", "verify": "live", "max-share": "1.0", "guard.max-count": "100000"}'),
  ('backfill', 'acme', true, '2026-01-01Z', '2026-02-01Z', '2026-02-01Z', 'complete', null, 'maria', 17,
   '2026-11-03T11:00:00Z', '2026-11-03T11:00:01Z', '2026-11-03T11:00:03Z', 4, 0, null, null),
  ('nightly', 'acme', false, null, null, '2026-10-28T22:00:00Z', 'running', null, 'cron', 40,
   '2026-11-04T22:00:00Z', '2026-11-04T22:00:01Z', null, 8, 0, null,
   '{"version": "0.1.0", "older-than": "7d", "rate": "5/s", "verify": "tracked", "max-share": "0.5", "guard.max-count": "100"}');

insert into run_event (run_id, event, actor, happened_at, rate, host, process_id, in_effect_at, options)
values
  (1, 'started', 'cron', '2026-11-01T22:00:02Z', null, 'node-1', 1, null, '{}'),
  (2, 'started', 'cron', '2026-11-02T22:00:01Z', null, 'node-2', 2, null, '{}'),
  (3, 'started', 'maria', '2026-11-03T12:00:01Z', null, 'laptop & desk', 3, null, '{}'),
  (3, 'rate', 'maria', '2026-11-03T12:00:30Z', 2.5, null, 3, '2026-11-03T12:00:31Z', null),
  (3, 'pause', '"nina"', '2026-11-03T12:01:00Z', null, null, 3, '2026-11-03T12:01:01Z', null),
  (3, 'resume', 'nina', '2026-11-03T12:01:30Z', null, null, 3, '2026-11-03T12:01:31Z', null),
  (3, 'cancel', 'maria', '2026-11-03T12:02:00Z', null, null, 3, '2026-11-03T12:02:01Z', null),
  (5, 'started', 'cron', '2026-11-04T22:00:01Z', null, 'node-1', 8, null, '{}');

-- Run 1: four a second for 315 seconds; what became of each depends on its number alone.
insert into session_audit (run_id, account, session_key, outcome, evidence, attempts, unanswered, failures, http_status,
  detail, claimed_by, claimed_at, recorded_at, latency_ms)
select 1, 'acme', k.key, o.outcome, case when n % 90 = 0 then 'inferred' else 'confirmed' end,
       case when n % 60 = 0 or n % 90 = 0 then 2 when n % 35 = 0 then 0 else 1 end, case when n % 90 = 0 then 1 else 0 end,
       case when n % 60 = 0 then 1 else 0 end,
       case o.outcome when 'removed' then 200 when 'started' then 400 when 'missing' then 404 end,
       'Session ' || k.key || ' ' || o.outcome, 1, '2026-11-01T22:00:02Z',
       timestamptz '2026-11-01T22:00:05Z' + n * interval '250 milliseconds'
         + case when n > 700 then interval '40 seconds' else interval '0' end,
       case when n % 35 = 0 then null when n % 50 = 0 then 2600 when n % 9 = 0 then 340 else 70 + n % 60 end
from generate_series(1, 1260) as n
cross join lateral (select 'ACM-' || lpad(n::text, 10, '0') as key) as k
cross join lateral (
  select case when n % 90 = 0 then 'removed' when n % 35 = 0 then 'not_idle' when n % 40 = 0 then 'started'
              when n % 27 = 0 then 'missing' else 'removed' end as outcome) as o;

-- Run 2: a third fails, with PAVE's words and some that are not PAVE's.
insert into session_audit (run_id, account, session_key, outcome, evidence, attempts, unanswered, failures, http_status,
  detail, claimed_by, claimed_at, recorded_at, latency_ms)
select 2, 'default', k.key, o.outcome, case when o.outcome = 'failed' then null else 'confirmed' end,
       case when o.outcome = 'failed' then 5 else 1 end, case when o.outcome = 'failed' and n % 2 = 0 then 2 else 0 end, 0,
       case when o.outcome = 'failed' then case when n % 2 = 0 then null else 502 end else 200 end,
       case when o.outcome = 'removed' then 'Session ' || k.key || ' has been successfully removed.'
            when n % 2 = 0 then 'no reply within 30 s'
            else '<img src=x onerror=alert(1)> "Bad Gateway" & ' || k.key || chr(27) || '[31m' || chr(8238) || 'txt' end,
       2, '2026-11-02T22:00:01Z', timestamptz '2026-11-02T22:00:02Z' + n * interval '600 milliseconds',
       case when o.outcome = 'failed' and n % 2 = 0 then null else 180 + n % 400 end
from generate_series(1, 300) as n
cross join lateral (
  select case when n = 297 then '<script>alert("key")</script>' when n = 294 then 'a''b"c&d' || chr(8238) || 'e'
              else 'DEF-' || lpad(n::text, 10, '0') end as key) as k
cross join lateral (select case when n % 3 = 0 or n > 282 then 'failed' else 'removed' end as outcome) as o;

insert into session_audit (run_id, account, session_key, outcome, evidence, attempts, unanswered, failures, http_status,
  detail, claimed_by, claimed_at, recorded_at, latency_ms)
select 3, 'acme', 'BKF-' || lpad(n::text, 10, '0'), 'removed', 'confirmed', 1, 0, 0, 200, 'removed', 3,
       '2026-11-03T12:00:01Z', timestamptz '2026-11-03T12:00:02Z' + n * interval '2 seconds', 95
from generate_series(1, 50) as n;

-- Run 5 goes on: some are removed, two claims are open, one of them of a process that is dead.
insert into session_audit (run_id, account, session_key, outcome, evidence, attempts, unanswered, failures, http_status,
  detail, claimed_by, claimed_at, recorded_at, latency_ms)
select 5, 'acme', 'RUN-' || lpad(n::text, 10, '0'), 'removed', 'confirmed', 1, 0, 0, 200, 'removed', 8,
       '2026-11-04T22:00:01Z', timestamptz '2026-11-04T22:00:02Z' + n * interval '1 second', 88
from generate_series(1, 20) as n;
insert into session_audit (run_id, account, session_key, attempts, unanswered, detail, claimed_by, claimed_at)
values
  (5, 'acme', 'OPN-0000000001', 1, 1, 'no reply within 30 s', 7, '2026-11-04T22:00:10Z'),
  (5, 'acme', 'OPN-0000000002', 0, 0, null, 8, '2026-11-04T22:00:20Z');

-- The backlog is as old as the page wants it to be, whenever it is made.
insert into tracked_session (session_key, account, status, created_at)
select 'STL-' || lpad(n::text, 10, '0'), 'acme', 'IDLE', now() - (n % 28 + 8) * interval '1 day' - interval '1 hour'
from generate_series(0, 279) as n;
insert into tracked_session (session_key, account, status, created_at)
select 'OLD-' || lpad(n::text, 10, '0'), 'default', 'IDLE', now() - interval '400 days' from generate_series(1, 12) as n;
insert into session_hold (session_key, reason, held_by) values ('OLD-0000000001', 'a dispute', 'maria');
