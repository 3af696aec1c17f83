DROP TABLE pay_detail_opening;
DROP TABLE pay_detail;
