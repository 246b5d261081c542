import { ascii, be24, cat, le16, le32, u8, zeros } from '../../../bench/captures/bytes.ts';
import type { Random } from '../../../bench/captures/random.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import { authenticate, challenge, fileTime, negotiate, type NtlmClient, type NtlmServer } from './ntlm.ts';

const MORE_PROCESSING = 0xc0000016;
const LOGON_FAILURE = 0xc000006d;
const SESSION_ID = 0x400011;

/** Direct TCP transport: a zero and the length (MS-SMB2 2.1). */
function framed(...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(u8(0), be24(body.length), body);
}

/** Synchronous SMB2 header (MS-SMB2 2.2.1.2). */
function head(command: number, message: number, reply: boolean, session: number, tree = 0, status = 0): Buffer {
  return cat(
    u8(0xfe),
    ascii('SMB'),
    le16(64),
    le16(1),
    le32(status),
    le16(command),
    le16(1),
    le32(reply ? 1 : 0),
    le32(0),
    le32(message),
    le32(0),
    le32(0),
    le32(tree),
    le32(session),
    le32(0),
    zeros(16),
  );
}

const DIALECTS = [0x0202, 0x0210, 0x0300, 0x0302];

export interface SmbSession {
  readonly random: Random;
  readonly at: number;
  readonly client: NtlmClient;
  readonly server: NtlmServer & { readonly guid: Buffer; readonly started: number };
  readonly clientGuid: Buffer;
  readonly share: string;
  /** Bytes written to a file of the share. */
  readonly written: number;
  readonly refused?: boolean;
}

/** Negotiation, log-on, a share and one file written to it, of SMB 3.0.2. */
export function smbSession(s: SmbSession): Turn[] {
  const { random, at, client, server } = s;
  const asked = framed(
    head(0, 0, false, 0),
    le16(36),
    le16(DIALECTS.length),
    le16(1),
    le16(0),
    le32(0x7f),
    s.clientGuid,
    zeros(8),
    ...DIALECTS.map(le16),
  );
  const chosen = framed(
    head(0, 0, true, 0),
    le16(65),
    le16(1),
    le16(0x0302),
    le16(0),
    server.guid,
    le32(0x2f),
    le32(1 << 23),
    le32(1 << 23),
    le32(1 << 23),
    fileTime(at),
    fileTime(server.started),
    le16(128),
    le16(0),
    le32(0),
  );
  const setup = (message: number, session: number, token: Buffer): Buffer =>
    framed(
      head(1, message, false, session),
      le16(25),
      u8(0, 1),
      le32(1),
      le32(0),
      le16(88),
      le16(token.length),
      zeros(8),
      token,
    );
  const answer = (message: number, status: number, token: Buffer): Buffer =>
    framed(head(1, message, true, SESSION_ID, 0, status), le16(9), le16(0), le16(72), le16(token.length), token);
  const turns = [
    ask(asked, 0.001),
    tell(chosen, 0.003),
    ask(setup(1, 0, negotiate(client.os)), 0.002),
    tell(answer(1, MORE_PROCESSING, challenge(random, at, server)), 0.003),
    ask(setup(2, SESSION_ID, authenticate(random, client)), 0.003),
    tell(answer(2, s.refused === true ? LOGON_FAILURE : 0, zeros(0)), 0.006),
  ];
  return s.refused === true ? turns : [...turns, ...useOfShare(s)];
}

const TREE_ID = 5;
const FILE_ID = cat(le32(7), le32(0), le32(9), le32(0));

function useOfShare({ random, share, server, written, at }: SmbSession): Turn[] {
  const path = Buffer.from(`\\\\${server.name}\\${share}`, 'utf16le');
  const name = Buffer.from('export.dat', 'utf16le');
  const request = (command: number, message: number, ...parts: readonly Buffer[]): Buffer =>
    framed(head(command, message, false, SESSION_ID, command === 3 ? 0 : TREE_ID), ...parts);
  const reply = (command: number, message: number, ...parts: readonly Buffer[]): Buffer =>
    framed(head(command, message, true, SESSION_ID, TREE_ID), ...parts);
  const create = cat(
    le16(57),
    u8(0, 0),
    le32(2),
    zeros(16),
    le32(0x0012019f),
    le32(0x80),
    le32(7),
    le32(5),
    le32(0x40),
    le16(120),
    le16(name.length),
    le32(0),
    le32(0),
    name,
  );
  const created = cat(
    le16(89),
    u8(0, 0),
    le32(2),
    fileTime(at),
    fileTime(at),
    fileTime(at),
    fileTime(at),
    zeros(16),
    le32(0x80),
    le32(0),
    FILE_ID,
    le32(0),
    le32(0),
  );
  const data = random.bytes(written);
  return [
    ask(request(3, 3, le16(9), le16(0), le16(72), le16(path.length), path), 0.002),
    tell(reply(3, 3, le16(16), u8(1, 0), le32(0x30), le32(0), le32(0x001f01ff)), 0.003),
    ask(request(5, 4, create), 0.002),
    tell(reply(5, 4, created), 0.003),
    ask(
      request(
        9,
        5,
        le16(49),
        le16(112),
        le32(data.length),
        zeros(8),
        FILE_ID,
        le32(0),
        le32(0),
        le16(0),
        le16(0),
        le32(0),
        data,
      ),
      0.004,
    ),
    tell(reply(9, 5, le16(17), le16(0), le32(data.length), le32(0), le16(0), le16(0)), 0.005),
    ask(request(6, 6, le16(24), le16(0), le32(0), FILE_ID), 0.002),
    tell(reply(6, 6, le16(60), le16(0), le32(0), zeros(52)), 0.002),
    ask(request(2, 7, le16(4), le16(0)), 0.01),
    tell(reply(2, 7, le16(4), le16(0)), 0.002),
  ];
}

/** SMB1 header (MS-CIFS 2.2.3.1). */
const oldHead = (command: number, reply: boolean, user: number): Buffer =>
  cat(
    u8(0xff),
    ascii('SMB'),
    u8(command),
    le32(0),
    u8(reply ? 0x98 : 0x18),
    le16(0x0003),
    zeros(12),
    le16(0),
    le16(1),
    le16(user),
    le16(1),
  );

const USER = 2048;

/** A log-on of the version that should no longer be spoken; both sides say what system they run (MS-CIFS 2.2.4.53). */
export function oldSmbSession(
  random: Random,
  at: number,
  client: { readonly user: string; readonly domain: string; readonly system: string; readonly lanManager: string },
  server: { readonly system: string; readonly lanManager: string; readonly domain: string },
): Turn[] {
  const dialects = ascii('\x02NT LM 0.12\0');
  const asked = framed(oldHead(0x72, false, 0), u8(0), le16(dialects.length), dialects);
  const nonce = random.bytes(8);
  // Dialect, security mode, multiplex, circuits, buffer, raw, session key, capabilities, time, zone, key length.
  const words = cat(
    le16(0),
    u8(3),
    le16(50),
    le16(1),
    le32(16_644),
    le32(65_536),
    le32(0),
    le32(0xe3fd),
    fileTime(at),
    le16(-540 & 0xffff),
    u8(8),
  );
  const names = cat(nonce, wideZero(server.domain), wideZero('FILES'));
  const chosen = framed(oldHead(0x72, true, 0), u8(17), words, le16(names.length), names);
  const ansi = random.bytes(24);
  const unicode = random.bytes(24);
  const setupWords = cat(
    u8(0xff, 0),
    le16(0),
    le16(16_644),
    le16(50),
    le16(0),
    le32(0),
    le16(ansi.length),
    le16(unicode.length),
    le32(0),
    le32(0xd4),
  );
  // Behind 61 bytes of header and words the two responses end at an odd place, so one byte pads the texts.
  const texts = cat(
    ansi,
    unicode,
    zeros(1),
    wideZero(client.user),
    wideZero(client.domain),
    wideZero(client.system),
    wideZero(client.lanManager),
  );
  const setup = framed(oldHead(0x73, false, 0), u8(13), setupWords, le16(texts.length), texts);
  const answerTexts = cat(zeros(1), wideZero(server.system), wideZero(server.lanManager), wideZero(server.domain));
  const answer = framed(
    oldHead(0x73, true, USER),
    u8(3),
    u8(0xff, 0),
    le16(0),
    le16(0),
    le16(answerTexts.length),
    answerTexts,
  );
  return [ask(asked, 0.002), tell(chosen, 0.004), ask(setup, 0.004), tell(answer, 0.006)];
}

const wideZero = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');
