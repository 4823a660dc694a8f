-- Where the calls to a user go when the user does not take them.

create table call_forwarding (
    id         uuid primary key,
    user_id    uuid        not null,
    tenant_id  uuid        not null,
    version    bigint      not null,
    document   text        not null,
    changed_at timestamptz not null,
    changed_by text        not null,
    constraint call_forwarding_user_unique unique (user_id)
);
