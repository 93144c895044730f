import type { JSX } from 'preact';
import type { Action } from '../lib/ui/ask';
import type { FileLine as Line } from '../lib/ui/describe-file';
import { ActionButton } from './action-button';
import { Facts } from './facts';
import { JobProgress } from './job-progress';
import { SavingLine } from './saving-line';

interface Props {
  line: Line;
  /** Says this file's elements from those of others. */
  id: string;
  onAct: (action: Action) => Promise<void>;
}

export const FileLine = ({ line, id, onAct }: Props): JSX.Element => (
  <li class="file" data-tone={line.state.tone}>
    <div class="about">
      <p id={id} class="file-name" title={line.name}>
        <bdi>{line.name}</bdi>
      </p>
      <p class="address" title={line.url}>
        <bdi dir="ltr">{line.url}</bdi>
      </p>
      <JobProgress progress={line.progress} labelledBy={id} />
      <Facts facts={[line.answer, line.size]} />
      {line.saving && <SavingLine saving={line.saving} id={`${id}-saving`} onAct={onAct} />}
    </div>
    <p class="note">{line.state.text}</p>
    <div class="actions">{line.save && <ActionButton action={line.save} onAct={onAct} />}</div>
  </li>
);
