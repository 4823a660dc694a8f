-- Logins, keys, links, the audit log, and answers that may be asked for again.

create table accounts (
    username      text primary key,
    password_hash text        not null,
    changed_at    timestamptz not null
);

create table api_keys (
    id         uuid primary key,
    name       text        not null,
    tenant_id  uuid references tenants (id) on delete cascade,
    sha256     bytea       not null unique,
    hint       text        not null,
    created_at timestamptz not null
);

create index api_keys_by_tenant on api_keys (tenant_id);

create table signing_keys (
    version    int primary key,
    secret     bytea       not null,
    created_at timestamptz not null
);

create table links (
    id           uuid primary key,
    recording_id uuid        not null,
    tenant_id    uuid        not null,
    created_by   text        not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz
);

create index links_by_recording on links (recording_id, id);

create table audit (
    id             uuid primary key,
    at             timestamptz not null,
    actor          text        not null,
    action         text        not null,
    recording_id   uuid        not null,
    tenant_id      uuid        not null,
    remote_address text        not null
);

create index audit_by_tenant on audit (tenant_id, id desc);
create index audit_by_recording on audit (recording_id, id desc);

create function refuse_change() returns trigger language plpgsql as
$$
begin
    raise exception 'the audit log is append-only';
end
$$;

create trigger audit_is_append_only
    before update or delete or truncate on audit
    for each statement execute function refuse_change();

-- A POST that may be repeated. The id is a digest of caller and key; the response is encrypted with the key itself.
create table repeatable (
    id          text primary key,
    fingerprint text        not null,
    began_at    timestamptz not null,
    response    text
);

create index repeatable_by_age on repeatable (began_at);
