import type { Packet } from '../layers/packet.ts';
import { LARGE_SLOT_BYTES, LARGE_SLOTS, SMALL_SLOT_BYTES, SMALL_SLOTS } from '../limits.ts';
import { Assembly, type FrameHead } from './assembly.ts';

/**
 * The memory of reassembly: SMALL_SLOTS × 8 KB and LARGE_SLOTS × 64 KB at the most, whatever arrives. Slots are made
 * when first needed and used again.
 */
export class SlotPool {
  private readonly freeSmall: Assembly[] = [];
  private readonly freeLarge: Assembly[] = [];
  private madeSmall = 0;
  private madeLarge = 0;
  private readonly head: (p: Packet) => FrameHead | undefined;
  private readonly makeRoom: () => void;

  /** `makeRoom` is called when the pool is empty; it must end with slots given back if there are any to be had. */
  constructor(head: (p: Packet) => FrameHead | undefined, makeRoom: () => void) {
    this.head = head;
    this.makeRoom = makeRoom;
  }

  small(): Assembly | undefined {
    if (this.freeSmall.length === 0 && this.madeSmall >= SMALL_SLOTS) this.makeRoom();
    const slot = this.freeSmall.pop();
    if (slot !== undefined) return slot;
    if (this.madeSmall >= SMALL_SLOTS) return undefined;
    this.madeSmall++;
    return new Assembly(SMALL_SLOT_BYTES);
  }

  /** A large slot with the contents of the small one, which is given back. Undefined when there is none. */
  grow(slot: Assembly): Assembly | undefined {
    if (slot.bytes.length >= LARGE_SLOT_BYTES) return undefined;
    let large = this.freeLarge.pop();
    if (large === undefined) {
      if (this.madeLarge >= LARGE_SLOTS) return undefined;
      this.madeLarge++;
      large = new Assembly(LARGE_SLOT_BYTES);
    }
    large.appendFrom(slot, 0, slot.length);
    this.giveBack(slot);
    return large;
  }

  giveBack(slot: Assembly): void {
    slot.clear();
    (slot.bytes.length === SMALL_SLOT_BYTES ? this.freeSmall : this.freeLarge).push(slot);
  }

  /** Copies [from, to) of the packet in hand into the slot, which has room. */
  copy(slot: Assembly, p: Packet, from: number, to: number): void {
    if (p.assembly !== undefined) slot.appendFrom(p.assembly, from, to);
    else slot.append(p.bytes, from, to, p.frame, from - p.start, this.head(p));
  }
}
