//! Postfix and Dovecot with a configuration of their own, in a temporary folder and on the
//! loopback interface: what is sent to `ana@example.test` or `ben@example.test` can be read.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::imap::Imap;

pub(crate) struct MailServers {
    folder: TempDir,
    pub(crate) smtp_port: u16,
    pub(crate) smtps_port: u16,
    imap_port: u16,
}

impl MailServers {
    /// `only_signed_in`: the relay takes mail from nobody without a password.
    pub(crate) fn start(only_signed_in: bool) -> Self {
        let root = fs::metadata("/proc/self").expect("the process knows its owner").uid() == 0;
        assert!(root, "Postfix starts as root only: run this test, or bin/test, as root");
        for program in ["/usr/sbin/postfix", "/usr/sbin/dovecot", "/usr/bin/openssl"] {
            assert!(
                Path::new(program).exists(),
                "{program} is missing: run bin/test, which installs what this test needs"
            );
        }
        let folder = TempDir::new().unwrap();
        // Postfix and Dovecot work as other users.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let [smtp_port, smtps_port, imap_port] = free_ports();
        let servers = Self { folder, smtp_port, smtps_port, imap_port };
        servers.make_certificates();
        servers.make_folders();
        servers.write("dovecot.conf", include_str!("mail/dovecot.conf"), only_signed_in);
        servers.write("main.cf", include_str!("mail/main.cf"), only_signed_in);
        servers.write("master.cf", include_str!("mail/master.cf"), only_signed_in);
        servers.run("dovecot", &["-c", "dovecot.conf"]);
        servers.run("postfix", &["-c", &servers.path(""), "start"]);
        servers
    }

    /// The certificate authority that the relay's certificate is from.
    pub(crate) fn root_certificate(&self) -> Vec<u8> {
        fs::read(self.path("ca.pem")).unwrap()
    }

    pub(crate) async fn mailbox(&self, user: &str) -> Imap {
        Imap::sign_in(self.imap_port, user).await
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("postfix.log")).unwrap_or_default()
    }

    fn make_certificates(&self) {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
        let ca = ["req", "-x509", "-subj", "/CN=Test authority", "-keyout", "ca.key"];
        let ca = [&ca[..], &key, &["-out", "ca.pem", "-addext", "keyUsage=critical,keyCertSign"]];
        self.run("openssl", &ca.concat());
        let server = ["req", "-x509", "-subj", "/CN=localhost", "-keyout", "server.key"];
        let signed = ["-out", "server.pem", "-CA", "ca.pem", "-CAkey", "ca.key"];
        let names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
        let kind = ["-addext", "basicConstraints=critical,CA:FALSE"];
        self.run("openssl", &[&server[..], &key, &signed, &names, &kind].concat());
    }

    fn make_folders(&self) {
        for (name, owner) in [("queue", "root"), ("data", "postfix"), ("spool", "mail")] {
            fs::create_dir(self.path(name)).unwrap();
            self.run("chown", &[owner, name]);
        }
    }

    fn write(&self, name: &str, template: &str, only_signed_in: bool) {
        let clients = if only_signed_in { "permit_sasl_authenticated, reject" } else { "" };
        let text = template
            .replace("@DIR@", &self.folder.path().display().to_string())
            .replace("@SMTP@", &self.smtp_port.to_string())
            .replace("@SMTPS@", &self.smtps_port.to_string())
            .replace("@IMAP@", &self.imap_port.to_string())
            .replace("@CLIENTS@", clients);
        fs::write(self.path(name), text).unwrap();
    }

    #[track_caller]
    fn run(&self, program: &str, arguments: &[&str]) {
        let log = fs::File::create(self.path("run.log")).unwrap();
        let status = Command::new(program)
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .status()
            .unwrap();
        let said = fs::read_to_string(self.path("run.log")).unwrap_or_default();
        assert!(status.success(), "{program}: {said}\n{}", self.log());
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }
}

impl Drop for MailServers {
    /// Both read their own process ids from their folders. A failure must not hide that of the test.
    fn drop(&mut self) {
        let folder = self.folder.path();
        let quiet = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).current_dir(folder);
            let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        };
        quiet("postfix", &["-c", &self.path(""), "abort"]);
        quiet("dovecot", &["-c", "dovecot.conf", "stop"]);
    }
}

/// Ports that nobody uses at this moment.
fn free_ports<const N: usize>() -> [u16; N] {
    let listeners = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}
