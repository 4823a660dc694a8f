-- What was done during the call, as contracts.calls.TimelineEntry has it.
alter table cdr.calls add column timeline jsonb not null default '[]';
