-- Who changed where a user's calls go, when, and what it said; of what is there already, the last change is known.

create table call_forwarding_history (
    id         uuid        not null,
    version    bigint      not null,
    document   text        not null,
    changed_at timestamptz not null,
    changed_by text        not null,
    primary key (id, version)
);

insert into call_forwarding_history (id, version, document, changed_at, changed_by)
select id, version, document, changed_at, changed_by from call_forwarding;
