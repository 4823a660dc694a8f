-- When, by our clock, anything was last heard of a session: who finds calls whose end was lost must not take a backlog for
-- silence. Calls from before this migration are as good as heard of now.
alter table calls add column heard_at timestamptz not null default now();
