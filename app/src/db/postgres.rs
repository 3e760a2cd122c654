//! PostgreSQL: a pool of blocking connections, each with its prepared statements.
//!
//! `postgres::Client` drives a runtime of its own and panics inside async code, so connections
//! live on blocking threads only.

use super::{DbError, OpenError};
use openssl::{
    error::ErrorStack,
    ssl::{SslConnector, SslMethod},
};
use postgres::{
    Client, Config, NoTls, Statement,
    config::{Host, SslMode},
};
use postgres_openssl::MakeTlsConnector;
use std::{collections::HashMap, net::IpAddr};

const CONNECTIONS: u32 = 16;
/// For a connection; then a visitor is told to come again. A server that is away is told so in
/// plain words within two seconds.
const WAIT_MOST: std::time::Duration = std::time::Duration::from_secs(2);
/// The oldest major version that Wicken's statements were run on.
pub const OLDEST_POSTGRES: i64 = 15;

/// An open PostgreSQL database.
pub struct Postgres {
    pub(super) url: String,
    pub(super) pool: r2d2::Pool<Connector>,
}

/// One connection and the statements it has prepared.
pub struct PgConnection {
    pub(super) client: Client,
    /// A statement of this transaction failed: PostgreSQL has given it up, whatever the verb says.
    pub(super) has_failed: bool,
    statements: HashMap<(usize, usize), Statement>,
}

impl Postgres {
    /// # Errors
    /// When the server cannot be reached, or is older than [`OLDEST_POSTGRES`].
    pub fn open(url: &str) -> Result<Postgres, OpenError> {
        let mut first = connect(url)?;
        let version: String = first.query_one("show server_version_num", &[])?.get(0);
        let major = version.parse::<i64>().unwrap_or(0) / 10_000;
        if major < OLDEST_POSTGRES {
            return Err(OpenError::OldPostgres(major));
        }
        drop(first);
        let pool = r2d2::Pool::builder()
            .max_size(CONNECTIONS)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(WAIT_MOST)
            .build(Connector { url: url.to_owned() })
            .map_err(|error| OpenError::Other(error.to_string()))?;
        Ok(Postgres { url: url.to_owned(), pool })
    }
}

/// A connection as every part of Wicken wants it: UTC, and no wait without an end.
pub(super) fn connect(url: &str) -> Result<Client, OpenError> {
    let mut config: Config = url.parse()?;
    config.application_name("wicken");
    config.connect_timeout(std::time::Duration::from_secs(5));
    let mut client = if speaks_clear(&config) {
        config.connect(NoTls)?
    } else {
        config.ssl_mode(SslMode::Require);
        config.connect(tls()?)?
    };
    client.batch_execute(
        "set time zone 'UTC'; set lock_timeout = '10s'; set idle_in_transaction_session_timeout \
         = '60s'",
    )?;
    Ok(client)
}

/// What leaves this machine is encrypted, and the server proves who it is; the operator can say
/// otherwise with `sslmode=disable`, for a network of their own. Within the machine it is clear,
/// unless `sslmode=require`: Debian's PostgreSQL has a certificate there that proves nothing.
fn speaks_clear(config: &Config) -> bool {
    let stays_here = config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|host| host.is_loopback())
        }
    });
    let mode = config.get_ssl_mode();
    mode == SslMode::Disable || (stays_here && mode != SslMode::Require)
}

/// Trusts whom the system trusts, or the certificates that `SSL_CERT_FILE` names.
fn tls() -> Result<MakeTlsConnector, OpenError> {
    let broken = |error: ErrorStack| OpenError::Other(format!("TLS cannot be set up: {error}"));
    let mut builder = SslConnector::builder(SslMethod::tls_client()).map_err(broken)?;
    if let Some(file) = openssl_probe::probe().cert_file {
        builder.set_ca_file(file).map_err(broken)?;
    }
    Ok(MakeTlsConnector::new(builder.build()))
}

/// Makes connections for the pool.
pub(super) struct Connector {
    url: String,
}

impl r2d2::ManageConnection for Connector {
    type Connection = PgConnection;
    type Error = OpenError;

    fn connect(&self) -> Result<PgConnection, OpenError> {
        let client = connect(&self.url)?;
        Ok(PgConnection { client, has_failed: false, statements: HashMap::new() })
    }

    fn is_valid(&self, connection: &mut PgConnection) -> Result<(), OpenError> {
        connection.client.batch_execute("").map_err(OpenError::from)
    }

    fn has_broken(&self, connection: &mut PgConnection) -> bool {
        connection.client.is_closed()
    }
}

impl PgConnection {
    pub(super) fn statement(&mut self, sql: &'static str) -> Result<Statement, DbError> {
        let key = (sql.as_ptr() as usize, sql.len());
        if let Some(known) = self.statements.get(&key) {
            return Ok(known.clone());
        }
        let prepared = self.client.prepare(sql);
        let statement = self.noted(prepared)?;
        self.statements.insert(key, statement.clone());
        Ok(statement)
    }

    pub(super) fn noted<T>(&mut self, done: Result<T, postgres::Error>) -> Result<T, DbError> {
        self.has_failed |= done.is_err();
        Ok(done?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_on_the_machine_is_in_clear_unless_the_operator_says_so() {
        let clear = |url: &str| speaks_clear(&url.parse().unwrap());
        assert!(clear("postgres:///county?host=%2Frun%2Fpostgresql"));
        assert!(clear("postgres://wicken@127.0.0.1/county"));
        assert!(clear("postgres://wicken@localhost/county"));
        assert!(!clear("postgres://wicken@localhost/county?sslmode=require"));
        assert!(!clear("postgres://wicken@database.example/county"));
        assert!(!clear("postgres://wicken@192.0.2.7/county"));
        assert!(!clear("postgres://wicken@localhost,database.example/county"));
        assert!(clear("postgres://wicken@database.example/county?sslmode=disable"));
    }
}
