DROP TABLE public_name;
