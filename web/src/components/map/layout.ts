import type { MapGroup, MapLink } from '#contract';

export const CARD = { width: 176, height: 50 } as const;
const GAP = { x: 26, y: 26 } as const;
const MARGIN = 26;
/** Wider than high, as screens are. */
const STRETCH = 2;
/** How much more room the picture has than its cards need: enough for lines, and not so much that names get small. */
const ROOM = 1.7;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** Steps of the forces; the work grows with the square of the groups, so large maps get fewer. */
const STEPS_TIMES_PAIRS = 9_000_000;
const STEPS_MOST = 320;
const SEPARATING_ROUNDS = 240;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Middle of the card of each group. */
  readonly at: ReadonlyMap<string, Point>;
}

interface Body {
  readonly id: string;
  x: number;
  y: number;
}

/** Places the groups so that those that speak much stand near each other and no two cards overlap. Always the same. */
export function layOut(groups: readonly MapGroup[], links: readonly MapLink[]): Layout {
  const bodies: Body[] = groups.map(({ id }, at) => ({ id, ...spiral(at) }));
  const index = new Map(bodies.map((body, at) => [body.id, at]));
  const springs = links.flatMap(({ from, to, bytes }) => {
    const a = bodies[index.get(from) ?? -1];
    const b = bodies[index.get(to) ?? -1];
    return a === undefined || b === undefined || a === b ? [] : [{ a, b, pull: 0.4 + Math.log10(1 + bytes) / 8 }];
  });
  const pairs = Math.max(1, bodies.length * bodies.length);
  const steps = Math.min(STEPS_MOST, Math.ceil(STEPS_TIMES_PAIRS / pairs));
  for (let step = 0; step < steps; step++) applyForces(bodies, springs, 1 - step / steps);
  fill(bodies);
  separate(bodies);
  return fit(bodies);
}

/** Even, without a beginning or an end, and the largest groups in the middle. */
function spiral(at: number): Point {
  const radius = 90 * Math.sqrt(at + 0.5);
  return { x: radius * Math.cos(at * GOLDEN_ANGLE), y: radius * Math.sin(at * GOLDEN_ANGLE) };
}

const DISTANCE = 150;
const LONGEST_STEP = 40;

interface Spring {
  readonly a: Body;
  readonly b: Body;
  readonly pull: number;
}

/** One step after Fruchterman and Reingold (1991), with springs that know how much is spoken. */
function applyForces(bodies: readonly Body[], springs: readonly Spring[], heat: number): void {
  const moves = bodies.map(() => ({ x: 0, y: 0 }));
  for (let i = 0; i < bodies.length; i++) {
    for (let j = i + 1; j < bodies.length; j++) {
      const dx = bodies[i]!.x - bodies[j]!.x;
      const dy = bodies[i]!.y - bodies[j]!.y;
      const push = (DISTANCE * DISTANCE) / Math.max(25, dx * dx + dy * dy);
      moves[i]!.x += dx * push;
      moves[i]!.y += dy * push;
      moves[j]!.x -= dx * push;
      moves[j]!.y -= dy * push;
    }
  }
  const order = new Map(bodies.map((body, at) => [body, moves[at]!]));
  for (const { a, b, pull } of springs) {
    const dx = a.x - b.x;
    const dy = a.y - b.y;
    const strength = (pull * Math.hypot(dx, dy)) / DISTANCE / 3;
    const [first, second] = [order.get(a)!, order.get(b)!];
    first.x -= dx * strength;
    first.y -= dy * strength;
    second.x += dx * strength;
    second.y += dy * strength;
  }
  bodies.forEach((body, at) => {
    const move = moves[at]!;
    move.x -= body.x * 0.25;
    move.y -= body.y * 0.25;
    const length = Math.hypot(move.x, move.y);
    const limit = LONGEST_STEP * heat + 1;
    const scale = length > limit ? limit / length : 1;
    body.x += move.x * scale;
    body.y += move.y * scale;
  });
}

/** Brings the picture to the size and the shape that its cards need. */
function fill(bodies: readonly Body[]): void {
  const area = bodies.length * (CARD.width + GAP.x) * (CARD.height + GAP.y) * ROOM;
  const height = Math.sqrt(area / STRETCH);
  spread(bodies, 'x', height * STRETCH);
  spread(bodies, 'y', height);
}

/**
 * Halfway between the places that the forces gave and places at even distances in the same order: a few groups that
 * hardly speak would otherwise stand far out and press all others together.
 */
function spread(bodies: readonly Body[], axis: 'x' | 'y', length: number): void {
  const inOrder = bodies.toSorted((a, b) => a[axis] - b[axis]);
  const least = inOrder[0]?.[axis] ?? 0;
  const extent = Math.max(1, (inOrder.at(-1)?.[axis] ?? 0) - least);
  inOrder.forEach((body, at) => {
    const even = inOrder.length === 1 ? 0.5 : at / (inOrder.length - 1);
    body[axis] = length * ((body[axis] - least) / extent / 2 + even / 2);
  });
}

/** Pushes cards apart along the shorter way until none overlap. */
function separate(bodies: readonly Body[]): void {
  const least = { x: CARD.width + GAP.x, y: CARD.height + GAP.y };
  for (let round = 0; round < SEPARATING_ROUNDS; round++) {
    let moved = false;
    for (let i = 0; i < bodies.length; i++) {
      for (let j = i + 1; j < bodies.length; j++) {
        const a = bodies[i]!;
        const b = bodies[j]!;
        const overlapX = least.x - Math.abs(a.x - b.x);
        const overlapY = least.y - Math.abs(a.y - b.y);
        if (overlapX <= 0.01 || overlapY <= 0.01) continue;
        moved = true;
        if (overlapX / least.x < overlapY / least.y) shift(a, b, 'x', overlapX);
        else shift(a, b, 'y', overlapY);
      }
    }
    if (!moved) return;
  }
  // Crowded beyond what pushing resolves: rows and columns always fit.
  const columns = Math.ceil(Math.sqrt(bodies.length / STRETCH));
  const inRows = bodies.toSorted((a, b) => a.y - b.y || a.x - b.x);
  inRows.forEach((body, at) => {
    body.x = (at % columns) * least.x;
    body.y = Math.floor(at / columns) * least.y;
  });
}

function shift(a: Body, b: Body, axis: 'x' | 'y', overlap: number): void {
  const sign = a[axis] < b[axis] ? -1 : 1;
  a[axis] += (sign * overlap) / 2;
  b[axis] -= (sign * overlap) / 2;
}

function fit(bodies: readonly Body[]): Layout {
  const left = Math.min(...bodies.map(({ x }) => x), 0) - CARD.width / 2 - MARGIN;
  const top = Math.min(...bodies.map(({ y }) => y), 0) - CARD.height / 2 - MARGIN;
  const right = Math.max(...bodies.map(({ x }) => x), 0) + CARD.width / 2 + MARGIN;
  const bottom = Math.max(...bodies.map(({ y }) => y), 0) + CARD.height / 2 + MARGIN;
  return {
    width: Math.ceil(right - left),
    height: Math.ceil(bottom - top),
    at: new Map(bodies.map(({ id, x, y }) => [id, { x: x - left, y: y - top }])),
  };
}
