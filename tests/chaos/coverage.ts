/** Which bytes of a file have gone out. Several connections may each fetch another part of it. */
export interface Coverage {
  /** Position after the bytes that have gone out from this one on without a gap; the position itself where it has not. */
  coveredFrom(position: number): number;
  /** Position of the first byte from this one on that has gone out; Infinity where none has. */
  nextFrom(position: number): number;
  /** Must be given bytes that have not gone out. */
  add(start: number, end: number): void;
}

export const createCoverage = (): Coverage => {
  /** From where to where, in order, with gaps between them. */
  let spans: { start: number; end: number }[] = [];
  return {
    coveredFrom: (position) => spans.find(({ start, end }) => start <= position && position < end)?.end ?? position,
    nextFrom: (position) => spans.find(({ end }) => end > position)?.start ?? Infinity,
    add: (start, end) => {
      const touching = spans.filter((span) => span.end === start || span.start === end);
      const whole = { start: Math.min(start, ...touching.map((span) => span.start)), end: Math.max(end, ...touching.map((span) => span.end)) };
      spans = [...spans.filter((span) => !touching.includes(span)), whole].toSorted((a, b) => a.start - b.start);
    },
  };
};
