import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

/** Frames of a pcap file out of an interface, 20 each millisecond, so that no queue of the kernel overflows; from Debian's smallest perl, without a library. */
const REPLAY = `
use strict; use Socket;
my ($interface, $path, $times) = @ARGV;
socket(my $out, 17, SOCK_RAW, 0) or die "socket: $!";
open(my $in, '<:raw', "/sys/class/net/$interface/ifindex") or die "interface: $!";
my $index = <$in>;
bind($out, pack('S n i x12', 17, 3, $index)) or die "bind: $!";
open(my $file, '<:raw', $path) or die "file: $!";
local $/; my $capture = <$file>; my $sent = 0;
for my $time (1 .. $times) {
  for (my $at = 24; $at < length $capture;) {
    my $length = unpack('V', substr($capture, $at + 8, 4));
    send($out, substr($capture, $at + 16, $length), 0) or select(undef, undef, undef, 0.001), redo;
    $at += 16 + $length;
    select(undef, undef, undef, 0.001) unless ++$sent % 20;
  }
}
`;

/** The same at a rate: as many frames each millisecond as are due by then, without a sleep when it is late. */
const REPLAY_AT_RATE = `
use strict; use Socket; use Time::HiRes qw(time sleep);
my ($interface, $path, $rate) = @ARGV;
socket(my $out, 17, SOCK_RAW, 0) or die "socket: $!";
open(my $in, '<:raw', "/sys/class/net/$interface/ifindex") or die "interface: $!";
my $index = <$in>;
bind($out, pack('S n i x12', 17, 3, $index)) or die "bind: $!";
open(my $file, '<:raw', $path) or die "file: $!";
local $/; my $capture = <$file>; my $size = length $capture;
my $sent = 0; my $began = time;
for (my $at = 24; $at < $size;) {
  my $due = (time - $began) * $rate;
  if ($sent > $due) { sleep 0.001; next; }
  while ($sent <= $due && $at < $size) {
    my $length = unpack('V', substr($capture, $at + 8, 4));
    send($out, substr($capture, $at + 16, $length), 0) or next;
    $at += 16 + $length; $sent++;
  }
}
printf "Actual: %d packets sent in %.2f seconds\n", $sent, time - $began;
`;
const SAID_CHARACTERS = 500;
const TCPREPLAY = '/usr/bin/tcpreplay';
/** Sleeping between bursts of a millisecond, where its usual timer would keep a processor busy with waiting. */
const TCPREPLAY_OPTIONS = ['--preload-pcap', '--pps-multi=200', '--timer=nano'];

/** What a sender says that it has done. */
export interface Sent {
  readonly program: 'tcpreplay' | 'perl';
  readonly packets: number;
  readonly seconds: number;
}

const IP = 'ip';
const ip = (...args: string[]): void => void execFileSync(IP, args, { stdio: ['ignore', 'ignore', 'pipe'] });

/**
 * A cable between the sensor's interface here and a far end in a network namespace of its own. The sensor's side is what
 * a mirror port is connected to: up, without addresses, and with everything silenced that the kernel would say by itself.
 */
export class Wire {
  readonly near: string;
  private readonly far: string;
  private readonly namespace: string;

  constructor(name: string) {
    this.near = `${name}-near`;
    this.far = `${name}-far`;
    this.namespace = `mimamori-${name}`;
    this.remove();
    ip('netns', 'add', this.namespace);
    ip('link', 'add', this.near, 'type', 'veth', 'peer', 'name', this.far, 'netns', this.namespace);
    for (const [place, end] of [[[], this.near] as const, [['-n', this.namespace], this.far] as const]) {
      ip(...place, 'link', 'set', end, 'addrgenmode', 'none', 'arp', 'off');
      ip(...place, 'link', 'set', end, 'up');
    }
  }

  remove(): void {
    for (const args of [
      ['link', 'delete', this.near],
      ['netns', 'delete', this.namespace],
    ]) {
      try {
        ip(...args);
      } catch {
        // Nothing is left of an earlier run.
      }
    }
  }

  /** Frames that the sensor's side has sent since it was made, whoever sent them. */
  sent(): number {
    return Number(readFileSync(`/sys/class/net/${this.near}/statistics/tx_packets`, 'utf8'));
  }

  /** Sends all frames of a pcap file from the far end. */
  replay(path: string, times: number): void {
    const args = ['netns', 'exec', this.namespace, 'perl', '-e', REPLAY, this.far, path, String(times)];
    execFileSync(IP, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  }

  /** Sends the frames of a pcap file from the far end, so many a second, and answers what was really sent. */
  async replayAtRate(path: string, packetsPerSecond: number): Promise<Sent> {
    const rate = String(packetsPerSecond);
    const program = existsSync(TCPREPLAY) ? 'tcpreplay' : 'perl';
    const command =
      program === 'tcpreplay'
        ? [TCPREPLAY, ...TCPREPLAY_OPTIONS, `--pps=${rate}`, `--intf1=${this.far}`, path]
        : ['perl', '-e', REPLAY_AT_RATE, this.far, path, rate];
    const sender = spawn('nice', ['-n', '-5', IP, 'netns', 'exec', this.namespace, ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [sender.stdout, sender.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    await once(sender, 'close');
    const [, packets, seconds] = /Actual: (\d+) packets.* sent in ([\d.]+) seconds/.exec(said) ?? [];
    if (packets === undefined) throw new Error(`${program}: ${said.trim().slice(-SAID_CHARACTERS)}`);
    return { program, packets: Number(packets), seconds: Number(seconds) };
  }

  /** Records at the far end what comes from the sensor's side; call what it answers to end and count frames. */
  async record(path: string): Promise<() => Promise<number>> {
    const args = ['-n', '-i', this.far, '-Q', 'in', '-U', '-w', path];
    const recorder = spawn(IP, ['netns', 'exec', this.namespace, 'tcpdump', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await listening(recorder);
    return async () => {
      recorder.kill('SIGTERM');
      await once(recorder, 'exit');
      return framesIn(readFileSync(path));
    };
  }
}

async function listening(recorder: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    recorder.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('listening on')) resolve();
    });
    recorder.on('exit', () => reject(new Error(said)));
  });
}

/** Frames of a little-endian pcap file. */
export function framesIn(file: Buffer): number {
  let frames = 0;
  for (let at = 24; at + 16 <= file.length; at += 16 + file.readUInt32LE(at + 8)) frames++;
  return frames;
}
