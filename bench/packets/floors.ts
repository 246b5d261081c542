export interface Floor {
  readonly what: string;
  readonly floor: number;
  readonly aim: number;
  /** `at-least`: more is better. */
  readonly sense: 'at-least' | 'at-most';
  readonly unit: string;
}

export type Verdict = 'aim reached' | 'passed' | 'FAILED' | 'not measured';

export interface Judged extends Floor {
  readonly value?: number;
  readonly verdict: Verdict;
}

const times = (what: string, floor: number, aim: number): Floor => ({ what, floor, aim, sense: 'at-least', unit: '×' });

export const FLOORS = {
  tsharkMq: times('less CPU than tshark -T fields on mq', 20, 40),
  ndpiMq: times('less CPU than ndpiReader on mq', 2, 4),
  ndpiMixed: times('less CPU than ndpiReader on mixed', 3, 6),
  flowBytes: { what: 'memory of a live flow', floor: 160, aim: 120, sense: 'at-most', unit: ' B' },
  startSeconds: { what: 'start to end on a small capture', floor: 0.4, aim: 0.25, sense: 'at-most', unit: ' s' },
} as const satisfies Readonly<Record<string, Floor>>;

export function judge(floor: Floor, value: number | undefined): Judged {
  if (value === undefined) return { ...floor, verdict: 'not measured' };
  const reaches = (mark: number): boolean => (floor.sense === 'at-least' ? value >= mark : value <= mark);
  return { ...floor, value, verdict: reaches(floor.aim) ? 'aim reached' : reaches(floor.floor) ? 'passed' : 'FAILED' };
}
