import { ascii, cat } from '../bytes.ts';
import type { Random } from '../random.ts';
import type { Protocol } from '../scene.ts';
import { type Message, say, TcpFlow } from '../tcp-flow.ts';
import { NAMES } from './dns.ts';

const WORDS = ['ward', 'pump', 'status', 'normal', 'alarm', 'device', 'firmware', 'update', 'record', 'note'];
const PATHS = ['/status', '/api/v1/devices', '/config.xml', '/firmware.bin', '/index.html'];
const PATTERN_BYTES = 16_384;
const BODY_BYTES = 4 << 20;
const MEAN_BYTES = 4000;

function bodyOf(random: Random): Buffer {
  let text = '';
  while (text.length < PATTERN_BYTES) text += `${random.pick(WORDS)} `;
  return Buffer.alloc(BODY_BYTES, text);
}

/** Requests and answers of a keep-alive connection (RFC 9112), or one large download. */
export const http: Protocol = {
  id: 'http',
  prepare: (scene) => {
    const { network, random, options } = scene;
    const body = bodyOf(random);
    const { bigHttp } = options;
    return (count) => {
      const client = network.anyClient();
      const server = network.server(bigHttp ? 'update' : 'web');
      const six = random.fraction() < options.ipv6;
      const messages: Message[] = [];
      for (let left = bigHttp ? 1 : random.between(1, 3); left > 0; left--) {
        const size = bigHttp
          ? Math.round(body.length * (0.2 + 0.8 * random.fraction()))
          : Math.round(random.exponential(MEAN_BYTES * Math.min(1, options.bulk)));
        const length = Math.min(body.length, size);
        const path = random.pick(PATHS);
        const wait = random.exponential(0.2);
        const request =
          `GET ${path} HTTP/1.1\r\nHost: ${random.pick(NAMES)}.hospital.example\r\n` +
          `User-Agent: ${client.cls.model}/${client.version}\r\nAccept: */*\r\n\r\n`;
        const head = `HTTP/1.1 200 OK\r\nServer: testd/1.0\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`;
        messages.push(say(wait, 0, ascii(request)), say(0.003, 1, cat(ascii(head), body.subarray(0, length))));
      }
      const port = random.fraction() < 0.8 ? 80 : 8080;
      return new TcpFlow(scene, count, { from: client, to: server, port }, messages, { six });
    };
  },
};
