DROP TABLE profile_version;
