DROP TABLE webhook;
DROP TABLE api_answer;
DROP TABLE api_token;
DROP TABLE api_switch;
