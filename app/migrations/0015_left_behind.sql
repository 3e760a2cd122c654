-- Keys of records whose place others took: from here on they go when the source is linked again.

-- For linking, which asks for the records that an amended source had before.
create index person_record_left_behind on person_record (source_id)
    where superseded_at is not null;

-- Those of earlier amendments.
delete from person_key where record_id in
    (select record_id from person_record where superseded_at is not null);
