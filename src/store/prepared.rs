//! Statements that are prepared once.
//!
//! diesel prepares every `UPDATE` and `DO UPDATE` anew, because it cannot know that their shape is
//! fixed, and walks an `INSERT` several times to find out that it is. Those that every action makes
//! are spelled out instead.

/// Declares a statement as pieces of SQL, each followed by a bind; or as it stands, without any.
macro_rules! prepared {
    ($(#[$doc:meta])* $name:ident [$sql:literal]) => {
        $(#[$doc])*
        pub(crate) struct $name;

        impl diesel::query_builder::QueryId for $name {
            type QueryId = Self;
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl<DB: diesel::backend::Backend> diesel::query_builder::QueryFragment<DB> for $name {
            fn walk_ast<'b>(
                &'b self,
                mut out: diesel::query_builder::AstPass<'_, 'b, DB>,
            ) -> diesel::QueryResult<()> {
                out.push_sql($sql);
                Ok(())
            }
        }

        impl<Conn> diesel::RunQueryDsl<Conn> for $name {}
    };
    (
        $(#[$doc:meta])*
        $name:ident<$a:lifetime> { $([$sql:literal] $field:ident: $rust:ty as $kind:ty),+ $(,)? } [$tail:literal]
    ) => {
        $(#[$doc])*
        pub(crate) struct $name<$a> { $(pub(crate) $field: $rust),+ }

        impl<$a> diesel::query_builder::QueryId for $name<$a> {
            type QueryId = $name<'static>;
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl<$a, DB> diesel::query_builder::QueryFragment<DB> for $name<$a>
        where
            DB: diesel::backend::Backend,
            $(DB: diesel::sql_types::HasSqlType<$kind>, $rust: diesel::serialize::ToSql<$kind, DB>,)+
        {
            fn walk_ast<'b>(
                &'b self,
                mut out: diesel::query_builder::AstPass<'_, 'b, DB>,
            ) -> diesel::QueryResult<()> {
                $(
                    out.push_sql($sql);
                    out.push_bind_param::<$kind, $rust>(&self.$field)?;
                )+
                out.push_sql($tail);
                Ok(())
            }
        }

        impl<$a, Conn> diesel::RunQueryDsl<Conn> for $name<$a> {}
    };
}

pub(crate) use prepared;
