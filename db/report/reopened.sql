-- Sessions that were made eligible again: by whom and why, and their outcomes before and after, newest first.
-- session  only this session
-- account  only this account
-- since    reopened at this time or later
-- until    reopened before this time
-- limit    at most this number of rows
--
-- psql -f reopened.sql -v since=2026-11-01
\if :{?session} \else \set session '' \endif
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select reopened_at, session_key, account, reopened_by, reason, run_before, outcome_before, evidence_before, recorded_before,
       run_after, outcome_after, evidence_after, recorded_after
from report_reopen
where reopened_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and reopened_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (nullif(:'session', '') is null or session_key = nullif(:'session', ''))
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
order by reopened_at desc, reopen_id desc
limit cast(nullif(:'limit', '') as bigint);
