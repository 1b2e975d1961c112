-- Sessions on hold, also those whose hold has expired, newest first.
-- session  only this session
-- account  only sessions that are tracked for this account
-- since    put on hold at this time or later
-- until    put on hold before this time
-- limit    at most this number of rows
--
-- psql -f holds.sql -v session=XXX-ABCDE12345
\if :{?session} \else \set session '' \endif
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select h.session_key, h.reason, h.held_by, h.held_at, h.expires_at, f.session_key is null as expired,
       t.account, t.status as tracked_status, t.settled_at, c.run_id as claimed_by_run, c.attempts
from session_hold h
left join active_hold f on f.session_key = h.session_key
left join tracked_session t on t.session_key = h.session_key
left join report_open_claim c on c.session_key = h.session_key
where coalesce(h.held_at, '-infinity') >= coalesce(utc_instant(nullif(:'since', '')), '-infinity')
  and coalesce(h.held_at, '-infinity') < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (nullif(:'session', '') is null or h.session_key = nullif(:'session', ''))
  and (nullif(:'account', '') is null or t.account = nullif(:'account', ''))
order by h.held_at desc nulls last, h.session_key
limit cast(nullif(:'limit', '') as bigint);
