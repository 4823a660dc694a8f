-- One row per session of which the sip-proxy has told.
create table calls (
    session_id          uuid        primary key,
    revision            integer     not null,
    tenant_id           uuid        not null,
    tenant_name         text        not null,
    call_id             text        not null,
    direction           text        not null,
    caller_network      text        not null,
    caller_number       text        not null,
    caller_display_name text        not null,
    caller_domain       text        not null,
    caller_user_id      uuid,
    caller_device_id    uuid,
    caller_trunk_id     uuid,
    callee_network      text        not null,
    callee_number       text        not null,
    callee_display_name text        not null,
    callee_domain       text        not null,
    callee_user_id      uuid,
    callee_device_id    uuid,
    callee_trunk_id     uuid,
    did_number          text        not null,
    outbound_caller_id  text        not null,
    trunk_name          text        not null,
    start_time          timestamptz not null,
    ring_time           timestamptz,
    answered_time       timestamptz,
    ended_time          timestamptz,
    ended_reason        text,
    closed_by_capture   boolean     not null,
    status_code         integer     not null,
    user_data           text        not null
);

-- A page of CDRs is a walk along one of these.
create index calls_by_time on calls (start_time desc, session_id desc);
create index calls_by_tenant on calls (tenant_id, start_time desc, session_id desc);
-- Few rows at any time; for the gauge and for assurance.
create index calls_in_progress on calls (start_time) where ended_time is null;

create table targets (
    session_id         uuid        not null references calls on delete cascade,
    id                 integer     not null,
    call_type          text        not null,
    caller             text        not null,
    callee             text        not null,
    destination        text        not null,
    trunk_name         text        not null,
    outbound_caller_id text        not null,
    start_time         timestamptz not null,
    ring_time          timestamptz,
    answered_time      timestamptz,
    ended_time         timestamptz,
    end_reason         text,
    status_code        integer     not null,
    primary key (session_id, id)
);

-- Every number that took part in a session: who searches a number finds it in whatever role, by one walk along one index.
create table parties (
    session_id uuid        not null references calls on delete cascade,
    number     text        not null,
    start_time timestamptz not null,
    primary key (session_id, number)
);

create index parties_by_number on parties (number, start_time desc, session_id desc);

create table captures (
    capture_id      uuid        primary key,
    session_id      uuid        not null,
    node            text        not null,
    started_at      timestamptz not null,
    ended_at        timestamptz,
    reason          text,
    recovered       boolean     not null,
    dropped_packets bigint      not null
);

create index captures_of_session on captures (session_id);

-- The catalogue. May know a recording before its call.
create table recordings (
    recording_id        uuid        primary key,
    session_id          uuid        not null,
    tenant_id           uuid,
    user_id             uuid,
    state               text        not null check (state in ('recording', 'converting', 'ready', 'failed', 'discarded')),
    format              text,
    layout              text,
    started_at          timestamptz,
    listed_at           timestamptz not null,
    duration_ms         bigint,
    media_key           text,
    bytes               bigint,
    sha256              text,
    sample_rate_hertz   integer,
    channels            integer,
    recovered           boolean     not null,
    failure_code        text,
    failure_message     text,
    failure_responsible text,
    decided_at          timestamptz
);

create index recordings_of_session on recordings (session_id);
create index recordings_by_time on recordings (listed_at desc, recording_id desc);
create index recordings_by_tenant on recordings (tenant_id, listed_at desc, recording_id desc);
create index recordings_by_state on recordings (state, listed_at desc, recording_id desc);

-- Orders of which nothing has been heard. A row goes when a capture or a recording takes the order up.
create table awaited_orders (
    recording_id uuid primary key,
    session_id   uuid not null,
    tenant_id    uuid not null,
    user_id      uuid,
    format       text not null,
    layout       text not null,
    deliver_to   text
);

create index awaited_orders_of_session on awaited_orders (session_id);

create table deliveries (
    recording_id uuid        not null,
    destination  text        not null,
    tenant_id    uuid        not null,
    succeeded    boolean     not null,
    attempts     integer     not null,
    message      text,
    responsible  text,
    at           timestamptz not null,
    primary key (recording_id, destination)
);

-- Events that are committed and not yet with Kafka. Ids of one session grow in the order of its commits.
create table outbox (
    id         bigint generated always as identity primary key,
    record_key text  not null,
    body       text not null
);
