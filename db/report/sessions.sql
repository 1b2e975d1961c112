-- The sessions of a run, in the order they were claimed.
-- run      the run; the default is the newest run that is not a dry run
-- account  only this account; without run, the newest run of this account
-- outcome  only this outcome; open for claims without an outcome yet
-- limit    at most this number of rows
--
-- psql -f sessions.sql -v run=42 -v outcome="'missing'"
\if :{?run} \else \set run null \endif
\if :{?account} \else \set account null \endif
\if :{?outcome} \else \set outcome null \endif
\if :{?limit} \else \set limit null \endif
select run_id, account, session_key, coalesce(outcome, 'open') as outcome, evidence, attempts, unanswered, http_status,
       detail, latency_ms, created_at, claimed_at, recorded_at
from report_session
where run_id = coalesce(cast(:run as bigint), (
        select max(r.run_id) from cleanup_run r
        where not r.dry_run and (cast(:account as text) is null or r.account = cast(:account as text))))
  and (cast(:account as text) is null or account = cast(:account as text))
  and (cast(:outcome as text) is null or coalesce(outcome, 'open') = cast(:outcome as text))
order by audit_id
limit cast(:limit as bigint);
