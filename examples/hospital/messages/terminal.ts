import { ascii, cat, u8 } from '../../../bench/captures/bytes.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';

export interface Account {
  readonly user: string;
  readonly password: string;
}

/** A Telnet log-in by hand, each letter echoed but those of the password (RFC 854). */
export function telnetLogin(
  banner: string,
  prompt: string,
  account: Account,
  commands: readonly string[],
  output: string,
): Turn[] {
  const turns: Turn[] = [
    // Will echo, will suppress go-ahead; the client agrees.
    tell(u8(0xff, 0xfb, 0x01, 0xff, 0xfb, 0x03), 0.01),
    ask(u8(0xff, 0xfd, 0x01, 0xff, 0xfd, 0x03), 0.005),
    tell(cat(ascii(banner), ascii('login: ')), 0.01),
  ];
  const type = (text: string, isEchoed: boolean): void => {
    for (const letter of text) {
      turns.push(ask(ascii(letter), 0.15));
      if (isEchoed) turns.push(tell(ascii(letter), 0.002));
    }
    turns.push(ask(ascii('\r\n'), 0.1));
  };
  type(account.user, true);
  turns.push(tell(ascii('\r\nPassword: '), 0.01));
  type(account.password, false);
  turns.push(tell(ascii(`\r\n${prompt}`), 0.02));
  for (const command of commands) {
    type(command, true);
    turns.push(tell(ascii(`\r\n${output}\r\n${prompt}`), 0.03));
  }
  return turns;
}

/** Control connection of FTP: log-in, then a file stored in passive mode (RFC 959 §5.4). */
export function ftpUpload(
  banner: string,
  account: Account,
  path: string,
  passive: readonly [ip: Buffer, port: number],
): Turn[] {
  const [ip, port] = passive;
  const where = [...ip, port >>> 8, port & 255].join(',');
  return [
    tell(ascii(`220 ${banner}\r\n`), 0.01),
    ask(ascii(`USER ${account.user}\r\n`), 0.01),
    tell(ascii('331 Password required\r\n'), 0.005),
    ask(ascii(`PASS ${account.password}\r\n`), 0.01),
    tell(ascii('230 User logged in\r\n'), 0.01),
    ask(ascii('TYPE I\r\n'), 0.01),
    tell(ascii('200 Type set to I\r\n'), 0.005),
    ask(ascii('PASV\r\n'), 0.01),
    tell(ascii(`227 Entering Passive Mode (${where})\r\n`), 0.005),
    ask(ascii(`STOR ${path}\r\n`), 0.01),
    tell(ascii('150 Opening data connection\r\n'), 0.005),
    tell(ascii('226 Transfer complete\r\n'), 0.6),
    ask(ascii('QUIT\r\n'), 0.01),
    tell(ascii('221 Goodbye\r\n'), 0.005),
  ];
}
