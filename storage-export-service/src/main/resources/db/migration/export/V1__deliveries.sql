-- One row per file and address; kept when it is done, so that an event told again makes no second delivery.
create table deliveries (
    id           bigint generated always as identity primary key,
    recording_id uuid        not null,
    tenant_id    uuid        not null,
    address      text        not null,
    media_key    text        not null,
    format       text        not null,
    bytes        bigint      not null,
    sha256       text        not null,
    state        text        not null check (state in ('waiting', 'delivered', 'failed')),
    attempts     integer     not null,
    ordered_at   timestamptz not null,
    next_attempt timestamptz not null,
    finished_at  timestamptz,
    -- why the last attempt did not work
    reason       text
);

-- The address by its digest: it may be longer than an index holds.
create unique index deliveries_once on deliveries (recording_id, sha256, md5(address));

-- What is due is a walk along this; rows that are done are not in it.
create index deliveries_due on deliveries (next_attempt) where state = 'waiting';

-- Events that are committed and not yet with Kafka.
create table outbox (
    id         bigint generated always as identity primary key,
    record_key text  not null,
    body       text  not null
);
