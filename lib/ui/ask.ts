import type { UICalls } from '../protocol/ui';
import type { PayloadOf } from '../protocol/wire';

/** One call to the background with its payload, as a button carries it. */
export type Ask = { [Name in keyof UICalls]: { call: Name; payload: PayloadOf<UICalls, Name> } }[keyof UICalls];

/** A button of a job or a file. */
export interface Action {
  /** Keeps its place in the row, whatever it does at the moment: a focused button stays where it is. */
  place: 'now' | 'flow' | 'direct' | 'save' | 'end';
  /** More than one where one button stands for several files. */
  asks: Ask[];
  icon: 'pause' | 'resume' | 'retry' | 'cancel' | 'remove' | 'save' | 'direct' | 'folder';
  label: string;
  /** The label and what it concerns. */
  name: string;
}
