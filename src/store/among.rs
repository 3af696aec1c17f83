//! `column IN (…)` as one statement for lists of any length: written out value by value, each length is a statement
//! of its own, which diesel keeps for none and SQLite parses each time.

use diesel::{
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    result::QueryResult,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{Array, Bool, Text},
    sqlite::Sqlite,
};

/// See [`among`].
#[derive(Debug, Clone, QueryId)]
pub(crate) struct Among<E> {
    of: E,
    list: List,
}

/// A list as one value: JSON in SQLite, an array in PostgreSQL.
#[derive(Debug, Clone)]
struct List(Vec<String>);

impl ToSql<Text, Sqlite> for List {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl ToSql<Array<Text>, Pg> for List {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Array<Text>, Pg>::to_sql(&self.0, out)
    }
}

/// Whether a text is one of these. Of a column that may be empty, an empty one is none of them.
pub(crate) fn among<E>(of: E, list: impl IntoIterator<Item = impl Into<String>>) -> Among<E> {
    let list = List(list.into_iter().map(Into::into).collect());
    Among { of, list }
}

impl<E: Expression> Expression for Among<E> {
    type SqlType = Bool;
}

impl<E, T> SelectableExpression<T> for Among<E>
where
    E: SelectableExpression<T>,
    Self: AppearsOnTable<T>,
{
}

impl<E, T> AppearsOnTable<T> for Among<E>
where
    E: AppearsOnTable<T>,
    Self: Expression,
{
}

impl<E, G> ValidGrouping<G> for Among<E> {
    type IsAggregate = is_aggregate::No;
}

impl<E: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Among<E> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.of.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.list)?;
        out.push_sql("))");
        Ok(())
    }
}

impl<E: QueryFragment<Pg>> QueryFragment<Pg> for Among<E> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.of.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<Text>, _>(&self.list)?;
        out.push_sql(")");
        Ok(())
    }
}
