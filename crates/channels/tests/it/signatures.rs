use channels::{
    standard_webhooks,
    twilio::{sign, verify, verify_body},
};

const TOKEN: &str = "12345";
const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

/// The example of the provider's documentation.
fn params() -> Vec<(String, String)> {
    let params = [
        ("Digits", "1234"),
        ("To", "+18005551212"),
        ("From", "+14158675309"),
        ("Caller", "+14158675309"),
        ("CallSid", "CA1234567890ABCDE"),
    ];
    params.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

#[test]
fn the_documented_example_is_verified() {
    assert!(verify(TOKEN, URL, &params(), SIGNATURE));
}

#[test]
fn anything_changed_is_not() {
    assert!(!verify("12346", URL, &params(), SIGNATURE));
    assert!(!verify(TOKEN, "https://mycompany.com/myapp.php?foo=1&bar=3", &params(), SIGNATURE));
    assert!(!verify(TOKEN, URL, &params()[1..], SIGNATURE));
    let mut changed = params();
    changed[0].1 = "9".to_owned();
    assert!(!verify(TOKEN, URL, &changed, SIGNATURE));
    for signature in ["", "RSOYDt4T1cUTdK1PDd93/VVr8B8", "rsoydt4t1cutdk1pdd93/vvr8b8=", "ü"] {
        assert!(!verify(TOKEN, URL, &params(), signature), "{signature}");
    }
}

#[test]
fn the_usual_port_may_be_written_or_not() {
    let cases = [
        ("https://mycompany.com:443/myapp.php?foo=1&bar=2", URL),
        (URL, "https://mycompany.com:443/myapp.php?foo=1&bar=2"),
        ("http://l.example:80/hook", "http://l.example/hook"),
        ("http://l.example?a=1", "http://l.example:80?a=1"),
        ("http://[::1]/hook", "http://[::1]:80/hook"),
    ];
    for (signed, asked) in cases {
        assert!(verify(TOKEN, asked, &params(), &sign(TOKEN, signed, &params())), "{asked}");
    }
    let other = sign(TOKEN, "https://mycompany.com:8443/myapp.php?foo=1&bar=2", &params());
    assert!(!verify(TOKEN, URL, &params(), &other));
}

#[test]
fn a_body_that_is_no_form_is_covered_by_its_digest() {
    // printf '{"a": 1}' | sha256sum
    let digest = "f9d86028c6e0d64e225186f96acb69338b2c59764df79162107f5c4bb34d1310";
    let body = br#"{"a": 1}"#;
    let url = format!("https://l.example/hook?a=b&bodySHA256={digest}");
    let signature = sign(TOKEN, &url, &[]);
    assert!(verify_body(TOKEN, &url, body, &signature));
    assert!(!verify_body(TOKEN, &url, br#"{"a": 2}"#, &signature));
    assert!(!verify_body(TOKEN, &url, body, SIGNATURE));
    assert!(!verify_body(TOKEN, "https://l.example/hook", body, &signature));
    assert!(!verify_body(TOKEN, "nonsense", body, &signature));
}

#[test]
fn a_webhook_is_signed_as_the_standard_shows() {
    let signed = standard_webhooks::sign(
        &"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into(),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        br#"{"test": 2432232314}"#,
    );
    assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn a_secret_must_be_a_key() {
    for secret in ["", "whsec_", "whsec_hunter2!", "hunter2"] {
        assert!(standard_webhooks::sign(&secret.into(), "1", 1, b"{}").is_err(), "{secret}");
    }
}
