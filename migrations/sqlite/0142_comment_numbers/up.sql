-- The number by which people speak of a comment: two of one instant were told apart by chance.
ALTER TABLE comment ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE comment SET number = (
    SELECT count(*) FROM comment AS other
    WHERE other.subject_id = comment.subject_id
      AND (other.made_at < comment.made_at OR (other.made_at = comment.made_at AND other.id <= comment.id))
);
CREATE UNIQUE INDEX comment_number ON comment (subject_id, number);
