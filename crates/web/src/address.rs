//! Where a request comes from: the peer, or what a trusted proxy says of it.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
};

use crate::{Site, Web};

/// The address of whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<Web> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
        let forwarded = parts.headers.get_all("x-forwarded-for").iter();
        let forwarded: Vec<_> = forwarded.filter_map(|value| value.to_str().ok()).collect();
        Ok(Self(client(peer.to_canonical(), &forwarded.join(","), &web.site)))
    }
}

/// Walks the chain backwards for as long as each hop is trusted.
fn client(peer: IpAddr, forwarded: &str, site: &Site) -> IpAddr {
    let mut client = peer;
    for hop in forwarded.rsplit(',') {
        if !site.trusted_proxies.contains(&client) {
            break;
        }
        let Ok(hop) = hop.trim().parse::<IpAddr>() else { break };
        client = hop.to_canonical();
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let mut site = Site::at("http://localhost".parse().unwrap());
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(client(ip("9.9.9.9"), "1.2.3.4", &site), ip("9.9.9.9"));
        site.trusted_proxies = vec![ip("10.0.0.1"), ip("10.0.0.2")];
        assert_eq!(client(ip("10.0.0.1"), "6.6.6.6, 1.2.3.4, 10.0.0.2", &site), ip("1.2.3.4"));
        assert_eq!(client(ip("10.0.0.1"), "nonsense", &site), ip("10.0.0.1"));
        assert_eq!(client(ip("10.0.0.1"), "", &site), ip("10.0.0.1"));
    }
}
