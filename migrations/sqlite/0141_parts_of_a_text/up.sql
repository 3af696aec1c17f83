-- Which of the texts that are signed together a section belongs to: the text itself, the contract clauses, or what
-- hosts count.
ALTER TABLE section ADD COLUMN part TEXT NOT NULL DEFAULT 'text';
-- The clause, or the figure, that it says in these words.
ALTER TABLE section ADD COLUMN code TEXT;
