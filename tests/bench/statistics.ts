/** Medians with their spread: single figures of a shared machine say little. */

export interface Spread {
  median: number;
  least: number;
  most: number;
}

export const spreadOf = (values: number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
};

/** Round by round, so that a machine that slows down slows both. */
export const ratiosOf = (values: number[], others: number[]): Spread => spreadOf(values.map((value, round) => value / others[round]!));

/** As {@link ratiosOf}: what one costs more than the other. */
export const differencesOf = (values: number[], others: number[]): Spread => spreadOf(values.map((value, round) => value - others[round]!));
