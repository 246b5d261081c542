import type { Device } from '../device.ts';
import type { Habit } from '../hospital.ts';
import { get, OIDS, tell, type Value } from '../messages/snmp.ts';
import { newSyslog, oldSyslog } from '../messages/syslog.ts';

const SNMP_PORT = 161;
const SYSLOG_PORT = 514;
const NOTICE = 13;

export interface Agent {
  /** `public` is what the maker set. */
  readonly community: string;
  readonly description: (device: Device) => string;
  /** sysObjectID: the arc of the maker's enterprise number. */
  readonly objectId: string;
  /** Where the agent keeps its serial number. */
  readonly serialIn?: 'serial' | 'printerSerial';
  readonly location?: boolean;
}

/** Is asked by the network monitor now and then what it is. */
export const answersSnmp =
  (agent: Agent, everyS = 3600): Habit =>
  (device, { wire, day, random, site }) => {
    const monitor = site.the('network-monitor');
    if (agent.community === 'public') device.weaknesses.add('default-community');
    for (const at of day.every(everyS)) {
      const values = new Map<string, Value>([
        [OIDS.description, agent.description(device)],
        [OIDS.objectId, { oid: agent.objectId }],
        [OIDS.uptime, { ticks: Math.floor(at % 31_536_000) * 100 }],
        [OIDS.name, device.name],
      ]);
      if (agent.location ?? true) values.set(OIDS.location, `${device.place.name} ${device.place.room ?? ''}`.trim());
      if (agent.serialIn !== undefined) values.set(OIDS[agent.serialIn], device.serial);
      const request = random.u32() >>> 1;
      const question = get(agent.community, request, [...values.keys()]);
      wire.ask(at, monitor, device, SNMP_PORT, question, tell(agent.community, request, values), 0.004);
    }
  };

/** Reports what happens to the log server. */
export const sendsLogs =
  (program: string, lines: readonly string[], perHour: number, form: 'old' | 'new' = 'old'): Habit =>
  (device, { wire, day, random, site }) => {
    const server = site.the('log-server');
    const write = form === 'old' ? oldSyslog : newSyslog;
    for (const at of day.every(3600 / perHour, 0.8)) {
      wire.udp(
        at,
        device,
        server,
        [SYSLOG_PORT, SYSLOG_PORT],
        write(NOTICE, at, device.name, program, random.pick(lines)),
      );
    }
  };
