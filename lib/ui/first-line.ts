/** A line to the background that one script of a page opens and a later one takes. Built into a script of its own: must import next to nothing. */

import { UI_PORT } from '../protocol/ports';

interface Runtime<Port> {
  connect(info: { name: string }): Port;
}

const page = globalThis as { firstLine?: unknown };

export const openFirstLine = (runtime: Runtime<unknown>): void => {
  page.firstLine = runtime.connect({ name: UI_PORT });
};

/**
 * The line that was opened, once; else a new one. What the background has said on the first one meanwhile is lost, as it may be: whoever takes
 * it begins by asking for everything. A line that has broken meanwhile breaks again at the first call.
 */
export const takeLine = <Port>(runtime: Runtime<Port>): Port => {
  const { firstLine } = page;
  delete page.firstLine;
  return (firstLine as Port | undefined) ?? runtime.connect({ name: UI_PORT });
};
