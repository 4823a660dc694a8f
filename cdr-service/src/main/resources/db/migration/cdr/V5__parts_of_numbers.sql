-- Finds numbers by a part of them. Every three characters in a row, which an index of PostgreSQL itself can find together; pg_trgm
-- is an extension that not every installation has.

create function grams(number text) returns text[]
    language sql immutable strict parallel safe
    return (select coalesce(array_agg(distinct substr(lower(number), i, 3)), '{}')
            from generate_series(1, length(number) - 2) as i);

create index parties_by_grams on parties using gin (grams(number));
