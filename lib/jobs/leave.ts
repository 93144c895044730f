import type { PauseReason } from '../protocol/ui';
import type { Job } from './model';

export interface LeaveDeps {
  /** The user's answer for this origin. */
  permission: (origin: string) => PermissionState | Promise<PermissionState>;
  /** The browser says that bytes cost money now, and the user wants none of it. */
  isHeldByConnection: () => boolean | Promise<boolean>;
}

/** What is to be done with an active job. `go-on`: what paused it is over. */
export type Leave = { kind: 'run' | 'stay' | 'pause' | 'abort' } | { kind: 'go-on'; reason: PauseReason };

/** Whether an active job may run now. An answer, or another connection, that nobody was awake to hear of is found here at the next look. */
export const createLeave =
  ({ permission, isHeldByConnection }: LeaveDeps) =>
  async ({ origin, phase, pausable, meteredToo }: Job): Promise<Leave> => {
    if (phase.state !== 'active') return { kind: 'stay' };
    const isHeld = async (): Promise<boolean> => pausable && !meteredToo && (await isHeldByConnection());
    switch (phase.paused) {
      case null:
        return { kind: (await isHeld()) ? 'pause' : 'run' };
      case 'metered':
        return (await isHeld()) ? { kind: 'stay' } : { kind: 'go-on', reason: 'metered' };
      case 'consent': {
        const answer = await permission(origin);
        if (answer === 'prompt') return { kind: 'stay' };
        return answer === 'granted' ? { kind: 'go-on', reason: 'consent' } : { kind: 'abort' };
      }
      default:
        return { kind: 'stay' };
    }
  };
