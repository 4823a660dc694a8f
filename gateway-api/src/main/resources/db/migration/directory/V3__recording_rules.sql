-- Teams, and recording rules for platform, tenants, teams, users and devices, with everything they ever were.

create table teams (
    id        uuid primary key,
    tenant_id uuid   not null references tenants (id) on delete cascade,
    name      text   not null,
    members   uuid[] not null,
    constraint teams_name_unique unique (tenant_id, name)
);

create index teams_by_tenant on teams (tenant_id, id);

-- The scope is the tenant, team, user or device; none for the platform.
create table recording_rules (
    id       uuid primary key,
    level    text   not null,
    scope    uuid,
    version  bigint not null,
    document text   not null,
    constraint recording_rules_scope_unique unique nulls not distinct (level, scope)
);

create index recording_rules_by_scope on recording_rules (scope);

create table recording_rules_history (
    id         uuid        not null,
    version    bigint      not null,
    document   text        not null,
    changed_at timestamptz not null,
    changed_by text        not null,
    primary key (id, version)
);
