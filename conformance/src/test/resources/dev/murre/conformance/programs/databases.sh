# SQLite with files, transactions, indexes, triggers and two processes; jq and awk over its output.
sqlite3 shop.db <<'END'
pragma journal_mode = wal;
create table item (id integer primary key, name text unique, price real);
create table sale (item integer references item, count integer, day text);
create trigger cheap after insert on item when new.price < 1 begin update item set price = 1 where id = new.id; end;
with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
insert into item (name, price) select 'item' || i, (i * 37 % 100) / 7.0 from n;
insert into sale select abs(i * 7919) % 500 + 1, i % 9 + 1, date('2020-01-01', (i % 30) || ' days')
from (with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) select i from n);
create index by_day on sale (day, item);
analyze;
END
sqlite3 shop.db 'select day, sum(count * price), count(distinct item) from sale join item on item.id = sale.item group by day order by 2 desc limit 5;'
sqlite3 shop.db 'explain query plan select * from sale where day = "2020-01-05" and item = 3;'
sqlite3 shop.db 'begin; delete from sale; rollback; select count(*) from sale; pragma integrity_check;'
for i in 1 2 3 4; do sqlite3 -cmd '.timeout 10000' shop.db "insert into sale values ($i, 100, 'x')" & done; wait
sqlite3 shop.db "select count(*) from sale where day = 'x'"
sqlite3 -json shop.db 'select name, round(price, 2) as price from item where id <= 3' | jq -c '.[] | {(.name): (.price * 2)}'
sqlite3 -csv shop.db 'select item, sum(count) from sale group by item' | awk -F, '{ s += $2; if ($2 > m) m = $2 } END { print NR, s, m }'
sqlite3 shop.db .dump | sqlite3 copy.db && sqlite3 copy.db 'select count(*), total(price) from item'
sqlite3 shop.db "select printf('%.10f', avg(price)), upper(hex(zeroblob(3))), strftime('%s', '2020-02-03'), group_concat(name) from item where id < 4"
sqlite3 shop.db 'insert into item (name) values ("item1")' 2>&1; echo $?
jq -n '[range(20)] | map(select(. % 3 == 0)) | add, (map(. * 1.5) | @csv), ("abc" | ascii_upcase | test("B.")), (now | type)'
echo '{"a": {"b": [1, {"c": "x"}]}}' | jq -r 'paths(scalars) | map(tostring) | join("/")'
