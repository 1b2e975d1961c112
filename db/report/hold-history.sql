-- Every change of a hold: added, changed, removed, by whom and when, newest first.
-- session  only this session
-- account  only sessions that are tracked for this account
-- since    changed at this time or later
-- until    changed before this time
-- limit    at most this number of rows
--
-- psql -f hold-history.sql -v session=XXX-ABCDE12345
\if :{?session} \else \set session '' \endif
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select h.changed_at, h.change, h.session_key, h.changed_by, h.database_user, h.reason, h.expires_at, h.held_by, h.held_at
from session_hold_history h
left join tracked_session t on t.session_key = h.session_key
where h.changed_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and h.changed_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (nullif(:'session', '') is null or h.session_key = nullif(:'session', ''))
  and (nullif(:'account', '') is null or t.account = nullif(:'account', ''))
order by h.history_id desc
limit cast(nullif(:'limit', '') as bigint);
