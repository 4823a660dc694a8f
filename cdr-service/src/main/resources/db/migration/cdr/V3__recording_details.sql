-- Second file, wave form, loudness, keys: shown with a recording, never searched for. Null for what was made before this migration.
alter table recordings add column details jsonb;
