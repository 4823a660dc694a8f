-- Users who may log in, and what they may change of their own settings.

create table user_logins (
    user_id       uuid primary key references users (id) on delete cascade,
    password_hash text        not null,
    changed_at    timestamptz not null
);

-- JSON pointers into a user's settings document.
create table self_care (
    tenant_id  uuid primary key references tenants (id) on delete cascade,
    editable   text[]      not null,
    version    bigint      not null,
    changed_at timestamptz not null,
    changed_by text        not null
);
