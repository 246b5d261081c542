import type { DatagramDissector } from '../dissector.ts';
import type { Recorder } from '../facts/recorder.ts';
import type { Packet } from '../layers/packet.ts';
import { ATTACHED_STREAMS, RECOGNITION_PACKETS } from '../limits.ts';
import { type DatagramRuntime, hasUsualPort, recognise, type Registry, type Verdict } from '../recognition.ts';
import type { Flows } from './flows.ts';

/** Hands datagrams to the dissector that recognised their flow. Most keep no state; those that do are bounded in number. */
export class Datagrams {
  private readonly flows: Flows;
  private readonly registry: Registry;
  private readonly recorder: Recorder;
  private readonly verdict: Verdict<DatagramDissector<unknown>> = { chosen: undefined, sure: false, more: false };
  private readonly states: unknown[] = [];
  private readonly free: number[] = [];

  constructor(flows: Flows, registry: Registry, recorder: Recorder) {
    this.flows = flows;
    this.registry = registry;
    this.recorder = recorder;
  }

  /** A datagram with payload of a flow that is not done. */
  datagram(p: Packet, flow: number, way: 0 | 1): void {
    const { flows, recorder } = this;
    flows.ready(recorder, flow, way);
    recorder.bytes = p.bytes;
    recorder.start = p.at;
    recorder.end = p.end;
    recorder.assembly = p.assembly;
    recorder.multicast = p.multicast;
    recorder.afterGap = false;
    recorder.final = true;
    const reader = flows.readerOf(flow);
    const runtime = reader > 0 ? this.registry.datagrams.byProtocol[reader] : this.recogniseDatagram(flow);
    if (runtime === undefined) return;
    recorder.protocol = runtime.protocol;
    recorder.usualPort = flows.hasUsualPort(flow);
    const slot = flows.conversationOf(flow);
    runtime.face.read(recorder, recorder, slot >= 0 ? this.states[slot] : undefined);
    flows.obey(flow, recorder);
    if (recorder.orders.done) {
      recorder.orders.done = false;
      if (runtime.face.attach === 'head') {
        this.end(flow);
        flows.setDone(flow);
      }
    }
    recorder.orders.become = undefined;
  }

  private recogniseDatagram(flow: number): DatagramRuntime | undefined {
    const looked = this.flows.look(flow);
    recognise(this.registry.datagrams, this.recorder, this.verdict, undefined);
    const { chosen } = this.verdict;
    if (chosen === undefined) {
      if (looked >= RECOGNITION_PACKETS) this.flows.setDone(flow);
      return undefined;
    }
    this.flows.setReader(flow, chosen.protocol, hasUsualPort(chosen, this.recorder));
    if (chosen.face.open !== undefined) {
      const slot = this.free.pop() ?? this.states.length;
      if (slot >= ATTACHED_STREAMS) {
        this.flows.setDone(flow);
        return undefined;
      }
      this.states[slot] = chosen.face.open();
      this.flows.setConversation(flow, slot);
    }
    return chosen;
  }

  /** The flow ends: its state goes. */
  end(flow: number): void {
    const slot = this.flows.conversationOf(flow);
    if (slot < 0) return;
    this.states[slot] = undefined;
    this.free.push(slot);
    this.flows.setConversation(flow, -1);
  }
}
