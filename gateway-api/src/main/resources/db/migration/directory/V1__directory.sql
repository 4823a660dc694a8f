-- Tenants, users, devices and trunks. Ids are UUIDs of version 7 from the gateway, so they sort by birth.

create table tenants (
    id                uuid primary key,
    name              text    not null,
    domain            text    not null constraint tenants_domain_unique unique,
    enabled           boolean not null,
    recording_enabled boolean not null,
    recording_format  text    not null,
    recording_layout  text    not null,
    deliver_to        text
);

create table users (
    id           uuid primary key,
    tenant_id    uuid    not null references tenants (id) on delete cascade,
    extension    text    not null,
    display_name text    not null,
    enabled      boolean not null,
    constraint users_extension_unique unique (tenant_id, extension)
);

create index users_by_tenant on users (tenant_id, id);

-- A public number leads to one user of the whole platform.
create table user_numbers (
    number   text constraint user_numbers_unique primary key,
    user_id  uuid not null references users (id) on delete cascade,
    position int  not null
);

create index user_numbers_by_user on user_numbers (user_id, position);

-- The password itself is nowhere: only what digest authentication needs (RFC 8760).
create table devices (
    id         uuid primary key,
    tenant_id  uuid    not null references tenants (id) on delete cascade,
    user_id    uuid    not null references users (id) on delete cascade,
    name       text    not null,
    username   text    not null constraint devices_username_unique unique,
    ha1_md5    text    not null,
    ha1_sha256 text    not null,
    enabled    boolean not null
);

create index devices_by_user on devices (user_id, id);
create index devices_by_tenant on devices (tenant_id);

-- The password is ours towards the carrier and must be known in clear to answer its challenges.
create table trunks (
    id        uuid primary key,
    tenant_id uuid references tenants (id) on delete cascade,
    name      text    not null,
    host      text    not null,
    port      int     not null,
    transport text    not null,
    sources   text[]  not null,
    prefixes  text[]  not null,
    username  text,
    password  text,
    enabled   boolean not null,
    constraint trunks_name_unique unique nulls not distinct (tenant_id, name)
);

create index trunks_by_tenant on trunks (tenant_id, id);

-- What Kafka has not acknowledged yet. Written in the transaction of the change itself.
create table outbox (
    position   bigint generated always as identity primary key,
    entity_key text not null,
    payload    text
);

-- Which creation of the topic holds the directory; one row at most.
create table publication (
    singleton boolean primary key default true check (singleton),
    topic_id  text not null
);
