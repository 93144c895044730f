import type { JSX } from 'preact';
import type { Access } from '../lib/ui/describe-job';
import { hostAccess } from '../lib/ui/host-access';

/** Has the browser ask the person. What waits for the answer goes on by itself. */
export const AccessButton = ({ access }: { access: Access | null }): JSX.Element | null =>
  access === null ? null : (
    <div class="answers">
      <button type="button" class="answer" aria-label={access.name} onClick={() => void hostAccess()?.ask(access.pattern)}>
        {access.label}
      </button>
    </div>
  );
