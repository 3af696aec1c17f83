-- A file of something secret (a bid) has no name and no fingerprint in its row. Both, and the key that opens the file, lie
-- sealed here until what it belongs to is sent and opening cards lock it: then they are in that submission alone.
ALTER TABLE upload ADD COLUMN slip TEXT;
ALTER TABLE upload ADD COLUMN locked_in TEXT;
