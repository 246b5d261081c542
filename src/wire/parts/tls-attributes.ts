import { defineAttributes } from '../dissector.ts';

/** Facts of a TLS handshake, wherever it is carried: TLS over TCP, DTLS, QUIC. */
export const tlsAttributes = defineAttributes('tls', {
  sni: ['name-seen', 'Name the client asked for (RFC 6066 §3); it describes the server'],
  version: [
    'capability-seen',
    'Highest version the client offers, or the version the server chose (RFC 8446 §4.2.1, RFC 5246 §7.4.1), as on the wire',
  ],
  alpn: ['capability-seen', 'Application protocol offered by the client or chosen by the server (RFC 7301 §3.1)'],
  cipher: ['capability-seen', 'Cipher suite the server chose, as on the wire (RFC 5246 §7.4.1.3)'],
  ja3: ['fingerprint-seen', 'JA3 of the ClientHello: MD5 over version, ciphers, extensions, groups and point formats'],
  ja3s: ['fingerprint-seen', 'JA3S of the ServerHello: MD5 over version, cipher and extensions'],
  ja4: ['fingerprint-seen', 'JA4 of the ClientHello (the TLS client fingerprint only)'],
  clientCertificate: ['capability-seen', 'The server asked for a client certificate (RFC 5246 §7.4.4)'],
});

/** Fields of a certificate that a host showed (RFC 5280 §4.1); they describe the sender. */
export const certificateAttributes = defineAttributes('tls.certificate', {
  sha256: ['certificate-shown', 'SHA-256 over the DER of the certificate'],
  subject: ['certificate-shown', 'Subject as an RFC 4514 string (RFC 5280 §4.1.2.6)'],
  issuer: ['certificate-shown', 'Issuer as an RFC 4514 string (RFC 5280 §4.1.2.4)'],
  serial: ['certificate-shown', 'Serial number in hexadecimal (RFC 5280 §4.1.2.2)'],
  notBefore: ['certificate-shown', 'Start of validity (RFC 5280 §4.1.2.5)'],
  notAfter: ['certificate-shown', 'End of validity (RFC 5280 §4.1.2.5)'],
  san: ['certificate-shown', 'One name of the subject alternative name extension (RFC 5280 §4.2.1.6)'],
  key: ['certificate-shown', 'Algorithm and size of the public key (RFC 5280 §4.1.2.7)'],
  keySha256: [
    'certificate-shown',
    "SHA-256 over the SubjectPublicKeyInfo of the host's own certificate: the same on two devices means a shared key",
  ],
  signature: ['certificate-shown', 'Signature algorithm (RFC 5280 §4.1.1.2)'],
});
