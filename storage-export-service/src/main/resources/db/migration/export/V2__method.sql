-- How a file is handed over; until now it was always PUT.
alter table deliveries add column method text not null default 'put' check (method in ('put', 'post'));
alter table deliveries alter column method drop default;
