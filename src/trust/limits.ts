/** Every bound of the room. What is beyond one is refused with a fault that says so, never cut in silence. */

/** Certificates with many names reach 10 KiB; post-quantum keys and signatures add another 10. */
export const MAX_CERTIFICATE_OCTETS = 65_536;

export const MAX_REQUEST_OCTETS = 65_536;
/** Requests in use carry about three. */
export const MAX_REQUEST_ATTRIBUTES = 32;

/** A list of a million entries of 50 octets. */
export const MAX_CRL_OCTETS = 64 * 1024 * 1024;
export const MAX_CRL_ENTRIES = 1_000_000;
/** RFC 5280 5.3 knows three that are in use. */
export const MAX_CRL_ENTRY_EXTENSIONS = 8;

export const MAX_OCSP_REQUEST_OCTETS = 65_536;
export const MAX_OCSP_RESPONSE_OCTETS = 262_144;
/** Certificates asked for in one request; TLS clients ask for one. */
export const MAX_OCSP_IDS = 64;
/** RFC 9654 2.1: a nonce has 1 to 128 octets. */
export const MAX_OCSP_NONCE_OCTETS = 128;
export const MAX_OCSP_CERTIFICATES = 8;

/** From the end entity to the anchor, both included. */
export const MAX_PATH_CERTIFICATES = 10;
/** Certificates that a peer may send along, useful or not. */
export const MAX_POOL_CERTIFICATES = 64;
/** Signatures checked for one question; a pool made to branch costs no more than this. */
export const MAX_PATH_SIGNATURES = 32;
/** Comparisons of a name with a name constraint for one path (the quadratic cost of RFC 5280 6.1.4 g). */
export const MAX_CONSTRAINT_COMPARISONS = 100_000;

/** A CMS message in memory: a release archive is signed detached and not inside. */
export const MAX_CMS_OCTETS = 128 * 1024 * 1024;
/** Elements of one BER message; a revocation list of a hundred thousand entries has half a million. */
export const MAX_CMS_ELEMENTS = 4_000_000;
/** Nesting of one BER message; signatures with time stamps in them stay below 24. */
export const MAX_CMS_DEPTH = 48;
export const MAX_CMS_SIGNERS = 16;
export const MAX_CMS_CERTIFICATES = 64;
export const MAX_CMS_CRLS = 32;
/** Every authorised person and role may be a recipient. */
export const MAX_CMS_RECIPIENTS = 256;
/** Entries of one message that a private key is tried on: it may sit in a token that does a few operations a second. */
export const MAX_CMS_KEY_ATTEMPTS = 4;
/** Certificates that fit one signer and are tried, each at the price of a signature. */
export const MAX_CMS_SIGNER_CANDIDATES = 4;
/** Keys that share one ephemeral key in one KeyAgreeRecipientInfo. */
export const MAX_CMS_AGREED_KEYS = 64;
/** Signatures in use carry about six. */
export const MAX_CMS_ATTRIBUTES = 64;
export const MAX_CMS_ATTRIBUTE_VALUES = 16;
/** Certificates and policies that an ESS signing-certificate attribute names. */
export const MAX_ESS_ENTRIES = 16;
/** RFC 5280 4.1.2.2 asks for 20; some authorities of the past wrote more. */
export const MAX_CMS_SERIAL_OCTETS = 64;

export const MAX_TIME_STAMP_OCTETS = 262_144;
/** Serial numbers of tokens have up to 160 bits (RFC 3161 2.4.2), nonces 64 and more. */
export const MAX_TIME_STAMP_INTEGER_OCTETS = 64;
export const MAX_TIME_STAMP_TEXTS = 8;
export const MAX_TIME_STAMP_EXTENSIONS = 16;

/** Time stamps of one signature that are looked at; the rest of the list costs nothing. */
export const MAX_SIGNATURE_TIME_STAMPS = 8;

/** A voucher holds a certificate and some short texts. */
export const MAX_VOUCHER_OCTETS = 131_072;
