//! Only the browser can read it: RFC 8291, with the one record of RFC 8188.

use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    hkdf::{HKDF_SHA256, KeyType, Prk, Salt},
    rand::{SecureRandom, SystemRandom},
};

use super::Device;

const SALT_BYTES: usize = 16;
/// What the header says is the length of a record.
const RECORD_BYTES: u32 = 4_096;
/// Ends the last record (RFC 8188, 2).
const LAST: u8 = 2;

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NotEncrypted(&'static str);

/// A length that HKDF is asked for.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// The two public keys and what both sides can compute from them.
struct Agreed<'a> {
    theirs: &'a [u8],
    ours: &'a [u8],
    shared: &'a [u8],
}

pub(super) fn encrypt(text: &[u8], device: &Device) -> Result<Vec<u8>, NotEncrypted> {
    let theirs = device.public_key().map_err(|_| NotEncrypted("the device's key is none"))?;
    let secret = device.secret().map_err(|_| NotEncrypted("the device's secret is none"))?;
    let random = SystemRandom::new();
    let no_chance = |_| NotEncrypted("the machine gives no random bytes");
    let mut salt = [0; SALT_BYTES];
    random.fill(&mut salt).map_err(no_chance)?;
    let private = EphemeralPrivateKey::generate(&ECDH_P256, &random).map_err(no_chance)?;
    let ours = private.compute_public_key().map_err(no_chance)?;
    let peer = UnparsedPublicKey::new(&ECDH_P256, theirs);
    let sealed = agree_ephemeral(private, &peer, |shared| {
        seal(text, salt, &secret, &Agreed { theirs: &theirs, ours: ours.as_ref(), shared })
    });
    sealed.map_err(|_| NotEncrypted("the device's key is no point of P-256"))?
}

fn seal(
    text: &[u8],
    salt: [u8; SALT_BYTES],
    secret: &[u8],
    agreed: &Agreed<'_>,
) -> Result<Vec<u8>, NotEncrypted> {
    let info = [b"WebPush: info\0", agreed.theirs, agreed.ours].concat();
    let key_material: [u8; 32] =
        expanded(&Salt::new(HKDF_SHA256, secret).extract(agreed.shared), &info)?;
    let pseudorandom = Salt::new(HKDF_SHA256, &salt).extract(&key_material);
    let key: [u8; 16] = expanded(&pseudorandom, b"Content-Encoding: aes128gcm\0")?;
    let nonce: [u8; 12] = expanded(&pseudorandom, b"Content-Encoding: nonce\0")?;
    let mut record = [text, &[LAST]].concat();
    let failed = |_| NotEncrypted("it cannot be encrypted");
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).map_err(failed)?);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
        .map_err(failed)?;
    let length =
        u8::try_from(agreed.ours.len()).map_err(|_| NotEncrypted("our key is too long"))?;
    let header = [&salt, RECORD_BYTES.to_be_bytes().as_slice(), &[length], agreed.ours].concat();
    Ok([header, record].concat())
}

fn expanded<const LENGTH: usize>(from: &Prk, info: &[u8]) -> Result<[u8; LENGTH], NotEncrypted> {
    let mut out = [0; LENGTH];
    let failed = |_| NotEncrypted("no key can be derived");
    from.expand(&[info], Length(LENGTH))
        .and_then(|material| material.fill(&mut out))
        .map_err(failed)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;

    use super::*;

    /// RFC 8291, 5 and its appendix A.
    #[test]
    fn the_example_of_the_standard_comes_out_as_it_says() {
        let read = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
        let theirs = read(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        );
        let ours = read(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
        );
        let shared = read("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let salt = read("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let text = b"When I grow up, I want to be a watermelon";
        let agreed = Agreed { theirs: &theirs, ours: &ours, shared: &shared };
        let sealed = seal(text, salt, &read("BTBZMqHH6r4Tts7J_aSIgg"), &agreed).unwrap();
        assert_eq!(
            BASE64URL_NOPAD.encode(&sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS\
             6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Q\
             ulcy4a-fN"
        );
    }
}
