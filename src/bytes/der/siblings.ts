import { type DerElement, readElement } from './element.ts';
import { type DerFault, fault } from './fault.ts';

/**
 * Reads the elements that stand side by side in [start, end), at most `maxCount`. It does not open them: readers here
 * never call themselves, so the nesting of hostile bytes cannot cost stack. `elements` holds those before the
 * first fault, `fault` says where and why reading stopped.
 */
export function readSiblings(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxCount: number,
): { readonly elements: readonly DerElement[]; readonly fault: DerFault | undefined } {
  const elements: DerElement[] = [];
  for (let at = start; at < end; ) {
    if (elements.length === maxCount) return { elements, fault: fault(at, 'too-many-elements') };
    const element = readElement(bytes, at, end);
    if (!element.ok) return { elements, fault: element };
    elements.push(element);
    at = element.end;
  }
  return { elements, fault: undefined };
}
