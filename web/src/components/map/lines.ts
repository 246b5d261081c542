import { CARD, type Point } from './layout.ts';

const THINNEST_PX = 1.2;
const THICKEST_PX = 9;
/** How far a curve leaves the straight way: both directions between two groups stay apart. */
const BEND = 0.09;

/** Bytes differ by orders of magnitude, so the width follows their logarithm. */
export function widthOf(bytes: number, most: number): number {
  const share = Math.log10(1 + bytes) / Math.log10(1 + Math.max(1, most));
  return THINNEST_PX + (THICKEST_PX - THINNEST_PX) * share ** 3;
}

/** From card to card, bent to the right of its direction. */
export function curveOf(from: Point, to: Point): string {
  const middle = { x: (from.x + to.x) / 2 - (to.y - from.y) * BEND, y: (from.y + to.y) / 2 + (to.x - from.x) * BEND };
  return `M${written(from)} Q${written(middle)} ${written(to)}`;
}

/** What is spoken within a group: a loop over the corner of its card. */
export function arcOf(at: Point): string {
  const right = at.x + CARD.width / 2;
  const top = at.y - CARD.height / 2;
  const start = { x: right - 30, y: top };
  const end = { x: right, y: top + 22 };
  return `M${written(start)} C${written({ x: right - 24, y: top - 22 })} ${written({ x: right + 24, y: top - 10 })} ${written(end)}`;
}

function written({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
