-- What users may change, by access role. The empty name is the tenant's word for everybody who has no role.

alter table self_care add column role text not null default '';
alter table self_care drop constraint self_care_pkey;
alter table self_care add primary key (tenant_id, role);

-- A role that somebody has cannot go: who had it would have the rights of everybody.
create table user_access_roles (
    user_id   uuid primary key references users (id) on delete cascade,
    tenant_id uuid not null,
    role      text not null,
    foreign key (tenant_id, role) references self_care (tenant_id, role)
);

create index user_access_roles_role on user_access_roles (tenant_id, role);
