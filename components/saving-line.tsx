import type { JSX } from 'preact';
import type { Action } from '../lib/ui/ask';
import type { Saving } from '../lib/ui/describe-saves';
import { ActionButton } from './action-button';
import { JobProgress } from './job-progress';

interface Props {
  saving: Saving;
  /** For the text's own id. */
  id: string;
  onAct: (action: Action) => Promise<void>;
}

/** How it stands with files on their way to the disk. */
export const SavingLine = ({ saving, id, onAct }: Props): JSX.Element => (
  <div class="saving" data-tone={saving.tone}>
    <div class="saving-text">
      <JobProgress progress={saving.progress} labelledBy={id} />
      <p id={id} class="note">
        {saving.text}
      </p>
    </div>
    {saving.actions.map((action) => (
      <ActionButton key={action.place} action={action} onAct={onAct} />
    ))}
  </div>
);
