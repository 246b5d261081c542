import { ascii, be24, cat, le16, le32, u8, zeros } from '../bytes.ts';
import type { Protocol } from '../scene.ts';
import { say, TcpFlow } from '../tcp-flow.ts';

const PORT = 445;
const MORE_PROCESSING_REQUIRED = 0xc0000016;
const OLD_CLIENT_SHARE = 8;

/** Direct TCP transport (MS-SMB2 2.1). */
function session(...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(u8(0), be24(body.length), body);
}

/** SMB2 header (MS-SMB2 2.2.1). */
const head = (command: number, id: number, isReply: boolean, status = 0): Buffer =>
  cat(
    u8(0xfe),
    ascii('SMB'),
    le16(64),
    le16(1),
    le32(status),
    le16(command),
    le16(1),
    le32(isReply ? 1 : 0),
    le32(0),
    le32(id),
    le32(0),
    le32(0),
    le32(0),
    le32(isReply ? 77 : 0),
    le32(0),
    zeros(16),
  );

/** SMB1 negotiation of a client that is refused (MS-CIFS 2.2.4.52). */
function oldNegotiate(): Buffer {
  const dialects = ascii('\x02NT LM 0.12\0\x02SMB 2.002\0');
  return session(
    u8(0xff),
    ascii('SMB'),
    u8(0x72),
    le32(0),
    u8(0x18),
    le16(0xc853),
    zeros(12),
    le16(0xffff),
    le16(1),
    le16(0),
    le16(0),
    u8(0),
    le16(dialects.length),
    dialects,
  );
}

/** NTLMSSP messages 1 and 2 (MS-NLMP 2.2.1). */
const NTLM_NEGOTIATE = cat(
  ascii('NTLMSSP\0'),
  le32(1),
  le32(0xe2088297),
  zeros(16),
  u8(10, 0, 0x61, 0x4a, 0, 0, 0, 15),
);

function ntlmChallenge(nonce: Buffer): Buffer {
  const domain = Buffer.from('HOSPITAL', 'utf16le');
  return cat(
    ascii('NTLMSSP\0'),
    le32(2),
    le16(domain.length),
    le16(domain.length),
    le32(56),
    le32(0xe2898215),
    nonce,
    zeros(8),
    le16(0),
    le16(0),
    le32(56 + domain.length),
    u8(10, 0, 0x63, 0x45, 0, 0, 0, 15),
    domain,
  );
}

/** A session that gets as far as the server's challenge. */
export const smb: Protocol = {
  id: 'smb',
  prepare: (scene) => (count) => {
    const { network } = scene;
    const from = network.client('workstation', 'imaging', 'lab-analyser', 'printer');
    const to = network.server('file');
    const ends = { from, to, port: PORT };
    if (from.id % OLD_CLIENT_SHARE === 0) {
      return new TcpFlow(scene, count, ends, [say(0.001, 0, oldNegotiate())], { close: 'rst' });
    }
    const guid = scene.noise(16);
    const negotiate = session(
      head(0, 0, false),
      le16(36),
      le16(3),
      le16(1),
      le16(0),
      le32(0x7f),
      guid,
      zeros(8),
      le16(0x0202),
      le16(0x0210),
      le16(0x0302),
    );
    const negotiated = session(
      head(0, 0, true),
      le16(65),
      le16(1),
      le16(0x0302),
      le16(0),
      scene.noise(16),
      le32(0x2f),
      le32(1 << 23),
      le32(1 << 23),
      le32(1 << 23),
      Buffer.alloc(8, 1),
      zeros(8),
      le16(128),
      le16(0),
      le32(0),
    );
    const setup = session(
      head(1, 1, false),
      le16(25),
      u8(0, 1),
      le32(1),
      le32(0),
      le16(88),
      le16(NTLM_NEGOTIATE.length),
      zeros(8),
      NTLM_NEGOTIATE,
    );
    const challenge = ntlmChallenge(scene.noise(8));
    const challenged = session(
      head(1, 1, true, MORE_PROCESSING_REQUIRED),
      le16(9),
      le16(0),
      le16(72),
      le16(challenge.length),
      challenge,
    );
    return new TcpFlow(scene, count, ends, [
      say(0.001, 0, negotiate),
      say(0.002, 1, negotiated),
      say(0.002, 0, setup),
      say(0.004, 1, challenged),
    ]);
  },
};
