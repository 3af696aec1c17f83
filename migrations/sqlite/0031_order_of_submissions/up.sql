-- The version of the instance at which a form was filled in: two of one instant keep their order by it.
ALTER TABLE submission ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
