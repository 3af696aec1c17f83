DROP TABLE account_written;
