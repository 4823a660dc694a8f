-- Announcements of a tenant's own, ready for calls: Opus in Ogg, in Base64 as it goes to the proxies.

create table announcements (
    id        uuid primary key,
    tenant_id uuid   not null references tenants (id) on delete cascade,
    name      text   not null,
    sha256    text   not null,
    sound     text   not null,
    millis    bigint not null,
    constraint announcements_name_unique unique (tenant_id, name)
);

create index announcements_by_tenant on announcements (tenant_id, id);
