-- What is done to the recording of a call is about the call: there may be no recording yet, or several.
alter table audit alter column recording_id drop not null;
alter table audit add column session_id uuid;

create index audit_by_session on audit (session_id, id desc) where session_id is not null;
