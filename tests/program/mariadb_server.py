"""A MariaDB of Debian's package, for the length of a `with`, on a free port of two addresses of the
loopback: 127.0.0.1, and 127.0.0.2, which the program takes for another machine."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from postgres_server import free_port

USER, PASSWORD = "dbuser7", "s3cr3t-Pa@ss"
MADE = """CREATE DATABASE shop CHARACTER SET utf8mb4;
CREATE USER dbuser7@'%' IDENTIFIED BY 's3cr3t-Pa@ss';
GRANT ALL ON *.* TO dbuser7@'%';
"""


def binary() -> str | None:
    return shutil.which("mariadbd", path="/usr/sbin:/usr/bin:/usr/local/sbin")


def literal(value: str | None) -> str:
    if value is None:
        return "NULL"
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


class MariaDb:
    """It refuses to run as root: then it is the package's user that runs it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tessera-mariadb-"))
        self.port = free_port()
        self.socket = self.folder / "socket"
        self.authority = self.folder / "authority.pem"

    def __enter__(self) -> "MariaDb":
        self.certify()
        (self.folder / "made.sql").write_text(MADE)
        as_user = []
        if os.geteuid() == 0:
            as_user = ["--user=mysql"]
            for path in (self.folder, *self.folder.iterdir()):
                shutil.chown(path, "mysql")
            self.folder.chmod(0o755)
        data = f"--datadir={self.folder / 'data'}"
        subprocess.run(["mariadb-install-db", "--no-defaults", "--skip-test-db", data, *as_user],
                       check=True, capture_output=True)
        self.server = subprocess.Popen(
            [binary(), "--no-defaults", data, *as_user, f"--port={self.port}",
             "--bind-address=127.0.0.1,127.0.0.2", f"--socket={self.socket}", "--skip-name-resolve",
             "--default-time-zone=+05:30", "--innodb-flush-log-at-trx-commit=0", "--sql-mode=",
             "--innodb-buffer-pool-size=64M", f"--init-file={self.folder / 'made.sql'}",
             "--general-log", f"--general-log-file={self.folder / 'statements'}",
             f"--ssl-cert={self.folder / 'server.pem'}", f"--ssl-key={self.folder / 'server.key'}"],
            stdout=subprocess.DEVNULL, stderr=(self.folder / "log").open("w"))
        for _ in range(150):
            if self.run("SELECT 1", check=False).returncode == 0:
                return self
            if self.server.poll() is not None:
                break
            time.sleep(0.2)
        raise RuntimeError("MariaDB does not start: " + (self.folder / "log").read_text()[-2000:])

    def __exit__(self, *_) -> None:
        self.server.kill()
        self.server.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def certify(self) -> None:
        """A certificate for localhost, from an authority that nobody knows."""
        def openssl(*arguments: str) -> None:
            subprocess.run(["openssl", *arguments], check=True, capture_output=True,
                           cwd=self.folder)
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "authority.key",
                "-out", "authority.pem", "-days", "2", "-subj", "/CN=An authority")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out",
                "server.csr", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
        openssl("x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey",
                "authority.key", "-CAcreateserial", "-out", "server.pem", "-days", "2",
                "-copy_extensions", "copy")

    def run(self, sql: str, check: bool = True) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["mariadb", "--no-defaults", "-h", "127.0.0.1", "-P", str(self.port), "-u", USER,
             "--default-character-set=utf8mb4", "-NB", "shop"],
            env={**os.environ, "MYSQL_PWD": PASSWORD}, input=sql, text=True, capture_output=True,
            check=check)

    def statements(self) -> str:
        return (self.folder / "statements").read_text(errors="replace")

    def load(self, table: str, columns: str, rows: list[list[str | None]]) -> None:
        self.run(f"CREATE TABLE {table} ({columns});" + "".join(
            f"INSERT INTO {table} VALUES " + ",\n".join(
                "(" + ", ".join(map(literal, row)) + ")" for row in rows[first:first + 2000]) + ";\n"
            for first in range(0, len(rows), 2000)))

    def address(self, host: str = "127.0.0.1", options: str = "", secret: str = "",
                scheme: str = "mariadb") -> str:
        login = f"{USER}:{secret}" if secret else USER
        return f"{scheme}://{login}@{host}:{self.port}/shop{options}"
